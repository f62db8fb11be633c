"""How misground-mini is made: phantoms, pictures, training, evaluation, export. Not shipped in the extension."""
