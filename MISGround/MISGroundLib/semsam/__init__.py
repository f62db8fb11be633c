"""MIS-SemSam: decoding that re-scores a token by the probability mass of its neighbours in embedding space.

The neighbour graph of a model (`graph`), on the disk (`graph_files`) and as a report (`inspection`); the decoding rule
(`rule`); the rule as a plug-in of vLLM (`serving`). It may import torch, transformers and the library's core, nothing
of `vlm` or `engine`; only `serving` imports vLLM.
"""
