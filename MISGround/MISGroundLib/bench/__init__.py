"""MIS-Ground: questions from labelled volumes, runs with any model and decoding, scores, a report."""
