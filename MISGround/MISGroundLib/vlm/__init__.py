"""Vision-language models: profiles, loading, generation and strict parsing of answers. Imports torch."""
