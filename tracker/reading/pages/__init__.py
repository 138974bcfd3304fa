"""Turns pages that only say where each character and each line stands into paragraphs and tables.

What .pdf and .ofd share: a page is characters and drawn lines in points, x to the right and y down
from the upper left corner. Their readers find those; the rest, from lines of text to tables that
go on over three pages, is done here, once for both.
"""
