"""Real label maps, made into donors."""
