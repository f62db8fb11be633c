"""Who answers questions about a picture: the worker process that holds the model, or a server, behind one `Engine`.

protocol.py says what is asked and told; client.py starts and watches the process, worker.py is that process; server.py
asks a server, through server_http.py; router.py chooses by the model's name. May import settings, vlm and semsam;
torch is imported in the worker alone, by them.
"""
