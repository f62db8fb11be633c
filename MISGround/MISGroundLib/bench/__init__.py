"""MIS-Ground, the benchmark (docs/mis-ground.md): how far a model can be trusted with places in medical pictures.

A file's first word says which room it is in, and each room may import the rooms before it. `case`: labelled volumes, as
folders and as slices. `question`: what a question is, its file, words and pictures, how questions are built from cases,
and their forms for other programs. `run`: questions to a model, its answers, and the folder of these. `score`: answers
held against questions, with their statistics. `report`: scores as a page and tables. Apart stand `trust_check`, the
panel's quick look at a model, and `option_reading`, which the form for lmms-eval carries along and so imports nothing.
All may import the library's core, settings, grounding, engine and scene; nothing of these imports anything from here.
`score` and `report` need the packages of the `bench` extra.
"""
