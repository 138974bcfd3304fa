"""Names what a library written for whole files raises when it is given a broken one."""

# Found by cutting files off and turning bytes around; MemoryError and RecursionError are left to
# the border of the child process, which calls the file too large.
FAULTS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    LookupError,
    NotImplementedError,
    OSError,
    TypeError,
    ValueError,
)
