"""Tracks the tasks that a policy document hands to departments, from import to 销号."""
