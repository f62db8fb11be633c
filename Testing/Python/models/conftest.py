import pytest

from Python.models.stand_in_hub import StandInHub
from Python.vlm.tiny_qwen3vl import make_tiny_model


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory):
    """A model of about 0.6 MB, as the hub holds it."""
    return make_tiny_model(tmp_path_factory.mktemp("tiny"), more_words=3000)


@pytest.fixture
def hub(tiny_files, monkeypatch):
    made = StandInHub(tiny_files)
    monkeypatch.setenv("HF_ENDPOINT", made.url)
    monkeypatch.setenv("HF_TOKEN", "")
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    yield made
    made.close()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """The folder of downloads."""
    monkeypatch.setenv("MISGROUND_MODELS", str(tmp_path / "models"))
    return tmp_path / "models"
