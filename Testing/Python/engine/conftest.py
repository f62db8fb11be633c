import pytest

from MISGroundLib.engine.server import ServerClient
from Python.engine.openai_stand_in import StandIn


@pytest.fixture
def server():
    stand_in = StandIn()
    yield stand_in
    stand_in.close()


@pytest.fixture
def server_client(server):
    made = ServerClient(server.url, timeout_seconds=5.0)
    yield made
    made.close()
