"""Vision-language models: what each is told, its folder and loading, its generation, and what its answers say.

`families`, `mini`, `boxes`, `scoring`, `pictures` and `folders` import neither torch nor transformers: the clients of a
worker or a server read them. `loading`, `decoding`, `generation` and misground-mini's network (`mini_eye`,
`mini_model`) do. It may import `semsam`, the library's core and the engine's questions, nothing else of `engine`.
"""
