"""No log tells whose scan it was: no name of a patient and no path of a patient's file, at INFO or above."""

import logging
import sys
import warnings
from pathlib import Path

import numpy as np
import pydicom
import pytest
import slicer
from pydicom.dataset import FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian

from MISGroundLib.batch import Request, ground_batch, ground_file
from MISGroundLib.cli import main
from MISGroundLib.engine.client import EngineClient
from MISGroundLib.errors import UserError
from Python.fake_engine import FakeEngine
from Python.panel.conftest import make_volume

# In every name, path and text of a scan; nothing else holds it.
SECRET = "Zyxwvut"


@pytest.fixture
def logs(caplog, tmp_path):
    """What was logged or warned of, from now to the end of the test: none of it tells the patient."""
    caplog.set_level(logging.INFO)
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        yield caplog
    told = [*map(str, (warning.message for warning in warned)), caplog.text]
    told += [str(record.args) + str(record.msg) + str(record.exc_text or "") for record in caplog.records]
    for text in told:
        assert SECRET not in text
        assert SECRET.lower() not in text.lower()


@pytest.fixture
def a_series(tmp_path):
    """Eight slices in a folder that is named after the patient, who is in many of their elements, some of them bad."""
    folder = tmp_path / f"{SECRET}_Jane" / "CT"
    folder.mkdir(parents=True)
    for index in range(8):
        made = pydicom.Dataset()
        made.SOPClassUID, made.SOPInstanceUID = CTImageStorage, f"1.2.3.{index + 1}"
        made.PatientName, made.PatientID, made.PatientBirthDate = f"{SECRET}^Jane", f"{SECRET}-1", "19500101"
        made.StudyInstanceUID, made.SeriesInstanceUID, made.FrameOfReferenceUID = "1.2.3", "1.2.4", "1.2.5"
        made.SeriesDescription, made.StudyDescription = f"Abdomen {SECRET}", f"{SECRET}"
        made.Modality, made.InstanceNumber, made.SeriesNumber = "CT", index + 1, 1
        made.Rows = made.Columns = 24
        made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
        made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 16, 15, 1
        made.ImagePositionPatient, made.ImageOrientationPatient = [0, 0, 3 * index], [1, 0, 0, 0, 1, 0]
        made.PixelSpacing, made.SliceThickness = [1, 1], 3
        made.PixelData = (np.arange(576, dtype="<i2") + 10 * index).tobytes()
        made.file_meta = FileMetaDataset()
        made.file_meta.MediaStorageSOPClassUID = CTImageStorage
        made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
        made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        # What pydicom warns of with the words themselves: too long, not a number, not a time.
        for keyword, vr, text in (
            ("AccessionNumber", "SH", f"{SECRET} with more than sixteen letters"),
            ("PatientAge", "AS", SECRET),
            ("PatientWeight", "DS", SECRET),
            ("AcquisitionNumber", "IS", SECRET),
            ("SeriesTime", "TM", SECRET),
            ("SpecificCharacterSet", "CS", SECRET),
        ):
            made[keyword] = pydicom.dataelem.RawDataElement(
                pydicom.tag.Tag(keyword), vr, len(text), text.encode(), 0, False, True
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pydicom.dcmwrite(folder / f"{SECRET}-{index}.dcm", made)
    return folder


def test_files_are_read_answered_and_refused_without_a_word_of_whose_they_are(a_series, a_scan, tmp_path, logs):
    named = a_scan.rename(a_series.parent / f"{SECRET}.nii.gz")
    cut = a_series.parent / f"{SECRET}-cut.nii.gz"
    cut.write_bytes(named.read_bytes()[:300])
    engine = FakeEngine([(1, 2, 5, 6)])
    for source, out in ((a_series, "one"), (named, "two")):
        ground_file(source, Request(["liver"]), tmp_path / out, engine, picture=False)
    with pytest.raises(UserError):
        ground_file(cut, Request(["liver"]), tmp_path / "out", engine, picture=False)
    failing = FakeEngine([RuntimeError("a defect")])
    report = ground_batch([a_series, cut, named], ["liver"], tmp_path / "batch", engine=failing, picture=False)
    assert [item.status for item in report.items] == ["failed"] * 3
    assert main(["ground", str(cut), "-q", "liver", "--out", str(tmp_path / "cli"), "--no-picture"]) == 2


def test_a_panel_in_trouble_logs_the_trouble_and_not_the_patient(open_panel, the_module, scene, logs, monkeypatch):
    volume = make_volume(f"{SECRET}^Jane")
    volume.SetAttribute("DICOM.instanceUIDs", SECRET)
    engine = FakeEngine([(10, 20, 40, 30)])
    logic = the_module.MISGroundLogic(engine=engine)
    panel = open_panel(logic)
    panel.ask("liver")
    logic.ground(volume, "liver")
    engine.answers = [RuntimeError("The model's process ended.")]
    panel.ask("spleen")
    engine.answers = [(40, 20, 10, 30)]  # no box
    panel.ask("aorta")
    engine.answers = [(10, 20, 40, 30)]
    with monkeypatch.context() as patched:
        patched.setattr(logic, "draw", lambda *_: (_ for _ in ()).throw(RuntimeError("no display node")))
        panel.ask("heart")
    with monkeypatch.context() as patched:
        patched.setattr(engine, "ask", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        panel.ask("stomach")
    engine.tokens = 200
    panel.type("x")
    panel.press_ctrl_enter()
    panel.wait(lambda: panel.ui.answerLabel.text)
    slicer.mrmlScene.Clear()
    panel.wait(lambda: not panel.is_running)
    assert len(logs.records) >= 4


def test_a_worker_says_nothing_of_its_questions_or_pictures(tmp_path, logs):
    """Its stderr is kept for messages about its end, and shown with them."""
    worker = Path(__file__).parents[1] / "engine" / "fake_worker.py"
    engine = EngineClient([sys.executable, str(worker)])
    try:
        from MISGroundLib.engine.protocol import Failed, Question

        engine.ask(np.full((8, 8), 77, np.uint8), [Question("crash"), Question(SECRET)])
        events = []
        while not any(isinstance(event, Failed) for event in events):
            events += engine.poll(0.2)
        assert SECRET not in events[-1].details + events[-1].message
    finally:
        engine.close()
