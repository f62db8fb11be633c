import pytest

from MISGroundLib.engine.server import ServerClient


@pytest.fixture
def server_client(server):
    made = ServerClient(server.url, timeout_seconds=5.0)
    yield made
    made.close()
