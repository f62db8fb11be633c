"""Questions to a model, and its words to answers."""
