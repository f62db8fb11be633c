"""MISGround for 3D Slicer: module, widget, logic and self-test. All else is in MISGroundLib, imported when needed."""

import sys
import unittest
from pathlib import Path

import slicer
import slicer.ScriptedLoadableModule
from slicer.i18n import tr as _
from slicer.i18n import translate
from slicer.ScriptedLoadableModule import (
    ScriptedLoadableModule,
    ScriptedLoadableModuleLogic,
    ScriptedLoadableModuleWidget,
)


class MISGround(ScriptedLoadableModule):
    """What Slicer's module list and help page show, and what the module does while Slicer starts."""

    def __init__(self, parent):
        """Fill in the module's metadata."""
        ScriptedLoadableModule.__init__(self, parent)
        from MISGroundLib.panel.startup import load_translations, register_sample_data

        load_translations()
        slicer.app.connect("startupCompleted()", register_sample_data)
        self.parent.title = "MISGround"
        self.parent.categories = [translate("qSlicerAbstractCoreModule", "Segmentation")]
        self.parent.dependencies = []
        self.parent.contributors = ["The MISGround contributors"]
        self.parent.helpText = _(
            "Type what you look for, one target a line, and press Ctrl+Enter: a vision-language model on this computer "
            "answers with labelled boxes, in the whole volume or on the slice shown. Left and right are the patient's. "
            "For research use only. Not for clinical use."
        )
        self.parent.helpText += self.getDefaultModuleDocumentationLink()
        self.parent.acknowledgementText = _(
            "MISGround stands on 3D Slicer, PyTorch and Hugging Face Transformers. Its embedded model, misground-mini, "
            "was trained by the project on pictures that the project itself makes."
        )


class MISGroundWidget(ScriptedLoadableModuleWidget):
    """Puts the panel into Slicer, and takes it down in order."""

    def __init__(self, parent=None, logic=None, dependencies=None):
        """`logic` and `dependencies` are given by tests; Slicer gives the parent alone."""
        self.logic = logic
        self.panel = None
        self._dependencies = dependencies
        ScriptedLoadableModuleWidget.__init__(self, parent)

    def setup(self):
        """Called when the module is first opened."""
        ScriptedLoadableModuleWidget.setup(self)
        from MISGroundLib.panel.widget import GroundingPanel

        uiWidget = slicer.util.loadUI(self.resourcePath("UI/MISGround.ui"))
        self.layout.addWidget(uiWidget)
        uiWidget.setMRMLScene(slicer.mrmlScene)
        self.logic = self.logic or MISGroundLogic()
        self.panel = GroundingPanel(uiWidget, self.logic, self._dependencies)
        slicer.app.connect("aboutToQuit()", self.cleanup)

    def enter(self):
        """Called each time the module is shown: views and volumes may have changed meanwhile."""
        if self.panel is not None:
            self.panel.enter()

    def exit(self):
        """Called when another module is shown. A query on its way goes on; its boxes come when they are ready."""
        if self.panel is not None:
            self.panel.exit()

    def cleanup(self):
        """Called before the widget goes: on reload, when the module is unloaded, and when the application quits."""
        if self.panel is not None:
            slicer.app.disconnect("aboutToQuit()", self.cleanup)
            self.panel.close()
            self.panel = None
            self.logic.close()

    def onReload(self):
        """Reload MISGroundLib too, not this file alone."""
        for name in [name for name in sys.modules if name.split(".")[0] == "MISGroundLib"]:
            del sys.modules[name]
        ScriptedLoadableModuleWidget.onReload(self)


class MISGroundLogic(ScriptedLoadableModuleLogic):
    """What the panel and Slicer's Python console ask for: slicer.util.getModuleLogic("MISGround").ground(...)."""

    def __init__(self, engine=None):
        """`engine` is given by tests; else a worker process is started with the first query.

        boxHistory.undo() takes back the last step (a query's boxes, a clearing, a reader's change), redo() does it
        again; the scene's own undo is neither used nor changed.
        """
        ScriptedLoadableModuleLogic.__init__(self)
        from MISGroundLib.scene.box_history import BoxHistory

        self._engine = engine
        self.boxHistory = BoxHistory(slicer.mrmlScene)

    @property
    def engine(self):
        """The client of the worker process; no process runs before the first question."""
        if self._engine is None:
            from MISGroundLib.engine.router import EngineRouter

            self._engine = EngineRouter()
        return self._engine

    def getParameterNode(self):
        """The typed parameter node of the scene."""
        from MISGroundLib.panel.parameters import MISGroundParameterNode

        return MISGroundParameterNode(super().getParameterNode())

    def start(self, volumeNode, queries, settings, viewName=None, plane="axial", positionMm=None, modality=""):
        """Begin a query on the slice that a view shows, or on a plane: a GroundingRun to poll. Does not block."""
        from MISGroundLib.grounding import GroundingRun
        from MISGroundLib.panel.slice_views import slice_image_for

        sliceImage = slice_image_for(volumeNode, viewName, plane, positionMm, settings.window, modality)
        return GroundingRun(self.engine, sliceImage, queries, settings)

    def startSearch(self, volumeNode, queries, settings, modality=""):
        """Begin the search of a whole volume, or of every item of a 4D sequence: an ExtentRun or ItemsRun to poll."""
        from MISGroundLib.panel.runner import begin_search

        return begin_search(volumeNode, queries, settings, modality, self.engine)

    def ground(self, volumeNode, queries, viewName=None, plane="axial", positionMm=None, modality="", **settings):
        """Ask and wait, while the application stays alive; draws the boxes and returns the result.

        queries: a text (one target a line) or a list. viewName: the slice that a view shows, e.g. "Red"; without it
        the plane "axial", "coronal" or "sagittal" at positionMm (S, A or R in mm; the middle by default).
        modality: "CT", "MR", ... in place of what the volume says or looks like.
        scope="volume" (a setting) searches the whole volume, with at most `budget` questions: a VolumeResult; else the
        slice alone is asked: a GroundingResult. Of a 4D sequence that is the item shown; with scope="volume" and
        items="every" it is each item in turn: a SequenceResult, and boxes that follow the sequence's browser.
        settings: model, device, decoding, mode, topM, topP, neighbours, sample, seed, allowDownload, allowRemote,
        window ("automatic": the modality's own; "as displayed"), scope, budget, items ("shown", "every"), auditFile.
        Raises MISGroundLib.errors.UserError (a ValueError) with what happened and what to do.
        """
        from MISGroundLib.grounding import parse_queries
        from MISGroundLib.panel.audit_choice import check_audit, record
        from MISGroundLib.panel.parameters import settings_from
        from MISGroundLib.panel.runner import wait_for

        asked = parse_queries(queries if isinstance(queries, str) else "\n".join(queries))
        chosen = settings_from(**settings)
        check_audit(chosen.audit)
        if chosen.scope == "volume" or chosen.items == "every":
            run = self.startSearch(volumeNode, asked, chosen, modality)
        else:
            run = self.start(volumeNode, asked, chosen, viewName, plane, positionMm, modality)
        result = wait_for(run, volumeNode)
        record(result, volumeNode)
        self.draw(result, volumeNode)
        return result

    def groundBatch(self, volumes, queries, outputDirectory, plane="axial", positionMm=None, picture=False, **settings):
        """Ground many volumes (nodes or paths), a folder each; goes on after a bad one, resumes where it stopped.

        Returns a BatchReport, which is also written to the folder. The scene is left as it is.
        """
        from MISGroundLib.panel.parameters import settings_from
        from MISGroundLib.panel.runner import ground_volumes

        return ground_volumes(
            volumes,
            queries.splitlines() if isinstance(queries, str) else queries,
            Path(outputDirectory),
            self.engine,
            plane=plane,
            position_mm=positionMm,
            settings=settings_from(**settings),
            picture=picture,
        )

    def compareVisits(self, firstVolume, secondVolume, queries, register=False, **settings):
        """Ask two volumes the same and compare their boxes: `print(comparison.table())`. settings: as of `ground`."""
        from MISGroundLib.panel.study_run import compare_visits

        return compare_visits(self, (firstVolume, secondVolume), queries, settings, register)

    def draw(self, result, volumeNode):
        """An answer's boxes and points as locked nodes in the scene: one step of `boxHistory`. Returns the nodes."""
        from MISGroundLib.scene.fiducials import draw_answer

        if hasattr(result, "extents"):
            return [*self.drawExtents(result, volumeNode).values()]
        nodes = draw_answer(slicer.mrmlScene, result, volumeNode)
        self.boxHistory.drawn(nodes)
        return nodes

    def drawExtents(self, result, volumeNode, earlier=None):
        """The boxes of a search so far, by label; `earlier`, what the call before returned, are moved: all one step."""
        from MISGroundLib.scene.fiducials import draw_centres
        from MISGroundLib.scene.rois import add_extents

        self.boxHistory.record_moves()  # a box that was dragged meanwhile is the reader's, and stays where it is
        roiNodes = add_extents(slicer.mrmlScene, result, volumeNode, earlier)
        points = draw_centres(slicer.mrmlScene, result, roiNodes, volumeNode)
        self.boxHistory.drawn([*roiNodes.values(), *points])
        return roiNodes

    def exportBoxes(self, volumeNode, directory, forms=("markups", "csv", "json", "html"), dicomDirectory=None):
        """Write a volume's boxes as they lie now; returns the paths. "sr" is a DICOM SR. docs/export.md has it all."""
        from MISGroundLib.scene.export import boxes_of_volume, export_boxes

        return export_boxes(boxes_of_volume(volumeNode), volumeNode, directory, forms, dicom=dicomDirectory)

    def close(self):
        """End the worker process, if one was started."""
        if self._engine is not None:
            self._engine.close()
            self._engine = None


class MISGroundTest(slicer.ScriptedLoadableModule.ScriptedLoadableModuleTest):
    """Self-test for Slicer and for the test host: no network, no graphics card, no download.

    The base class is not imported by its name: the test loader would count its runTest as a test of this module.
    """

    def setUp(self):
        """An empty scene."""
        slicer.mrmlScene.Clear()

    def runTest(self):
        """Every test_*, each on its own."""
        names, skipped = [name for name in dir(self) if name.startswith("test_")], 0
        for name in names:
            self.setUp()
            try:
                getattr(self, name)()
            except unittest.SkipTest as reason:
                skipped += 1
                self.delayDisplay(str(reason))
        self.delayDisplay(f"MISGround: {len(names) - skipped} of {len(names)} self-tests passed, {skipped} skipped.")

    @staticmethod
    def makeVolume():
        """A bright ball in dark surroundings, 48 voxels of 3 mm a side, centred on the origin."""
        import numpy as np

        k, j, i = np.mgrid[:48, :48, :48]
        ball = (i - 24) ** 2 + (j - 24) ** 2 + (k - 24) ** 2 < 15**2
        ijkToRas = np.diag([3.0, 3.0, 3.0, 1.0])
        ijkToRas[:3, 3] = -72
        return slicer.util.addVolumeFromArray(np.where(ball, 60, -900).astype(np.int16), ijkToRas, "Ball")

    @staticmethod
    def makeLogic(*polls):
        """A logic whose engine tells these lists of events, one a poll: no model, no process."""
        from unittest import mock

        return MISGroundLogic(mock.Mock(**{"ask.return_value": "1", "poll.side_effect": polls}))

    def test_an_answer_becomes_a_locked_box_on_the_slice_asked(self):
        """The way from a query to a ROI."""
        from MISGroundLib.engine.protocol import AnswerEvent, DetectedBox, Done

        answer = AnswerEvent("1", 0, "[...]", [DetectedBox((12.0, 12.0, 36.0, 36.0), "liver", 0.9)], 0.9)
        logic = self.makeLogic([answer, Done("1", {"name": "scripted", "revision": "0"}, {})])
        result = logic.ground(self.makeVolume(), "liver", plane="axial", positionMm=6.0)
        self.assertEqual([d.found for d in result.detections], [True])
        roiNode = slicer.mrmlScene.GetFirstNodeByClass("vtkMRMLMarkupsROINode")
        self.assertTrue(roiNode.GetLocked())
        center = roiNode.GetCenterWorld()
        for axis, expected in enumerate(result.detections[0].box_ras.center_ras):
            self.assertAlmostEqual(center[axis], expected, 5)
        self.assertAlmostEqual(center[2], 6.0)

    def test_a_cancelled_query_leaves_the_scene_as_it_was(self):
        """Cancel, and nothing is drawn."""
        from MISGroundLib.engine.protocol import Cancelled, Stage
        from MISGroundLib.settings import Settings

        logic = self.makeLogic([Stage("1", "answering")], [Cancelled("1")])
        run = logic.start(self.makeVolume(), ["liver", "spleen"], Settings())
        run.poll()
        run.cancel()
        run.poll()
        logic.engine.cancel.assert_called_once_with("1")
        self.assertTrue(run.cancelled)
        self.assertEqual(slicer.mrmlScene.GetNumberOfNodesByClass("vtkMRMLMarkupsROINode"), 0)

    def test_no_volume_is_said_in_plain_words(self):
        """The message says what to do."""
        with self.assertRaisesRegex(ValueError, "volume"):
            self.makeLogic().ground(None, "liver")

    def test_the_embedded_model_answers(self):
        """The real worker with misground-mini answers, found or not: a ball is no body, so no more is asked."""
        from MISGroundLib.panel.model_section import Dependencies

        if Dependencies().missing():
            self.skipTest("PyTorch and transformers are installed at the first query, which asks the user")
        logic = MISGroundLogic()
        try:
            result = logic.ground(self.makeVolume(), ["liver", "left kidney"])
        finally:
            logic.close()
        self.assertEqual({d.query for d in result.detections}, {"liver", "left kidney"})
        self.assertTrue(all(0.0 <= d.score <= 1.0 for d in result.detections))
