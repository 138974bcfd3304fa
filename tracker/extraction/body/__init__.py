"""The body of a document: its outline, its measures and whom they make responsible."""
