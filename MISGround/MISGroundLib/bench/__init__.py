"""MIS-Ground, the benchmark (docs/mis-ground.md): how far a model can be trusted with places in medical pictures.

A file's first word says which room it is in, and each room may import the rooms before it. `case`: labelled volumes, as
folders and as slices. `question`: what a question is, its file, words and pictures, how questions are built from cases,
and their forms for other programs. `run`: questions to a model, its answers, and the folder of these. `score`: answers
compared with the questions, with statistics. `report`: scores as a page and tables. Two files belong to no room:
`trust_check`, the panel's quick check of a model, and `option_reading`, which imports nothing because lmms-eval gets a
copy of it. All may import the library's core, settings, grounding, engine and scene, which import nothing from here.
`score` and `report` need the packages of the `bench` extra.
"""
