"""Tables which a page or an editor flattened to lines, made into grids again."""
