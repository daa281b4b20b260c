"""How everything that is shown looks: one palette and type scale, one frame and table, one way to write a date."""
