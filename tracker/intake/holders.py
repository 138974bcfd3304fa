"""Names the process that works on a job, and tells for sure when it has ended.

A process is told by the boot of the machine, the world of process numbers it lives in (containers
have their own), its number and the moment it began: all four are never given twice. Where the
system does not tell them, nothing is known, and the lease has to end first.
"""

import os
from pathlib import Path

PROCESSES = Path("/proc")
BOOT = PROCESSES / "sys/kernel/random/boot_id"
# Behind the name of the program in brackets: its state, and when it began (proc_pid_stat(5)).
STATE, BEGAN = 0, 19
ENDED = frozenset({"Z", "X"})


def this_process() -> str:
    """Return the name of this process, blank where the system does not tell it."""
    began = began_at(os.getpid())
    world = this_world()
    return f"{world} {os.getpid()} {began}" if world and began else ""


def is_gone(holder: str) -> bool:
    """Return whether the process with this name ran on this machine and has ended for sure."""
    world, _blank, process = holder.rpartition(" ")[0].rpartition(" ")
    if not world or world != this_world() or not process.isdecimal():
        return False
    return began_at(int(process)) != holder.rpartition(" ")[2]


def this_world() -> str:
    """Return what tells the process numbers of this boot and container from any other."""
    try:
        return f"{BOOT.read_text('ascii').strip()} {(PROCESSES / 'self/ns/pid').readlink()}"
    except OSError:
        return ""


def began_at(process: int) -> str:
    """Return when the process with this number began, blank if there is none or it has ended."""
    try:
        facts = (PROCESSES / str(process) / "stat").read_text("utf-8", "replace")
    except OSError:
        return ""
    parts = facts.rpartition(")")[2].split()
    return "" if len(parts) <= BEGAN or parts[STATE] in ENDED else parts[BEGAN]
