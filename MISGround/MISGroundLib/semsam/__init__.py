"""MIS-SemSam: decoding that re-scores a token by the probability mass of its neighbours in embedding space."""
