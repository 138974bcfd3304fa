"""Measures how fast the program is, as ratios to a yardstick taken in the same run."""
