"""The made-up society on the land: regions and their names, units, posts, people, who answers."""
