"""Task tables: their rows, what a cell names, and which tables hold no tasks."""
