"""What the module does while Slicer starts: loads its translations, and offers sample data to try it on.

Nothing heavy is imported here: it runs in every Slicer that has the extension, whether the module is opened or not.
"""

from dataclasses import dataclass
from typing import Any

import slicer
from slicer.i18n import tr as _

from MISGroundLib.files import resource

CATEGORY = "MISGround"
_RELEASE = "https://github.com/Slicer/SlicerTestingData/releases/download/SHA256/"


@dataclass(frozen=True)
class Sample:
    """A volume of Slicer's own sample data, under the name and the checksum that Slicer's Sample Data module gives it.

    Attributes:
        name: In the Sample Data module; unlike Slicer's own name of it.
        node: The volume node's name.
        file: The name of the downloaded file, which is Slicer's own: it is downloaded once for both.
        sha256: Of the file; also its address in the release of SlicerTestingData.
    """

    name: str
    node: str
    file: str
    sha256: str


SAMPLES = (
    Sample(
        "MISGroundCTChest",
        "CTChest",
        "CT-chest.nrrd",
        "4507b664690840abb6cb9af2d919377ffc4ef75b167cb6fd0f747befdb12e38e",
    ),
    Sample(
        "MISGroundCTAAbdomen",
        "Panoramix-cropped",
        "Panoramix-cropped.nrrd",
        "146af87511520c500a3706b7b2bfb545f40d5d04dd180be3a7a2c6940e447433",
    ),
    Sample(
        "MISGroundMRHead",
        "MRHead",
        "MR-head.nrrd",
        "cc211f0dfd9a05ca3841ce1141b292898b2dd2d3f08286affadf823a7e58df93",
    ),
)


def load_translations() -> None:
    """Load our translations for the application's language: Slicer looks for .qm files in its own folder only.

    Before the first text of the module is made. A Slicer built without translations does nothing here.
    """
    slicer.app.loadTranslations(str(resource("Translations")))


def register_sample_data() -> None:
    """Offer the samples in Slicer's Sample Data module, in a category of their own; nothing is downloaded."""
    import SampleData

    logic: Any = SampleData.SampleDataLogic
    if hasattr(logic, "registerCustomSampleDataCategory"):  # 5.12 and later
        logic.registerCustomSampleDataCategory(CATEGORY, title=_("MISGround"))
    for sample in SAMPLES:
        logic.registerCustomSampleDataSource(
            category=CATEGORY,
            sampleName=sample.name,
            uris=_RELEASE + sample.sha256,
            fileNames=sample.file,
            nodeNames=sample.node,
            checksums=f"SHA256:{sample.sha256}",
        )
