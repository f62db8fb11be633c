"""The attributes that are read of a DICOM header, and no others: what a file is, where it lies, how it repeats."""

from __future__ import annotations

from typing import Any

from pydicom.tag import Tag


def tag_of(keyword: str) -> int:
    """The number of an attribute."""
    return int(Tag(keyword))


# Attributes in which pictures of one place may differ: echoes, phases, contrasts, times. The first that explains
# everything is named to the user in these words.
_REPEATS = (
    ("time points", "TemporalPositionIdentifier TemporalPositionIndex TemporalPositionTimeOffset"),
    ("time points", "TimeSlotVector TimeSliceVector"),
    ("phases in time", "PhaseVector"),
    ("heart phases in time", "RRIntervalVector"),
    ("energy windows", "EnergyWindowVector"),
    ("detectors", "DetectorVector"),
    ("echoes", "EchoNumbers"),
    ("echo times", "EchoTime EffectiveEchoTime"),
    ("inversion times", "InversionTime InversionTimes"),
    ("flip angles", "FlipAngle"),
    ("diffusion weightings (b values)", "DiffusionBValue"),
    ("diffusion directions", "DiffusionGradientOrientation"),
    ("phases in time (trigger times)", "TriggerTime"),
    ("phases in time (trigger delays)", "NominalCardiacTriggerDelayTime"),
    ("heart phases in time", "NominalPercentageOfCardiacPhase"),
    ("tube voltages", "KVP"),
    ("kernels", "ConvolutionKernel"),
    ("image components", "ComplexImageComponent"),
    ("contrast agents", "ContrastBolusAgent"),
    ("image types", "FrameType ImageType"),
    ("stacks", "StackID"),
    ("time points (frame reference times)", "FrameReferenceTime"),
    ("acquisitions in time", "AcquisitionNumber FrameAcquisitionNumber"),
    ("acquisition times", "AcquisitionDateTime AcquisitionTime FrameAcquisitionDateTime FrameReferenceDateTime"),
    ("series times", "SeriesTime"),
    ("content times", "ContentTime"),
    # One identity for all, as some programs write that remove names.
    ("series numbers", "SeriesNumber"),
    ("series names", "SeriesDescription"),
    ("studies", "StudyInstanceUID"),
)
REPEATS = {keyword: words for words, keywords in _REPEATS for keyword in keywords.split()}
# Used last, for multi-frame files: each dimension index separately.
DIMENSIONS = tag_of("DimensionIndexValues")
DIMENSION = "dimension index"
# Of one file or frame: what it is, where it lies, how its numbers are to be read. Nothing else is parsed.
_FACTS = """
SpecificCharacterSet ImageType SOPClassUID SOPInstanceUID Modality SeriesInstanceUID SeriesDescription SeriesNumber
InstanceNumber PatientName PatientID PatientBirthDate ProtocolName FrameOfReferenceUID ImagePositionPatient
ImageOrientationPatient PixelSpacing ImagerPixelSpacing EstimatedRadiographicMagnificationFactor SpacingBetweenSlices
NumberOfFrames Rows Columns SamplesPerPixel PhotometricInterpretation BitsAllocated BitsStored HighBit
PixelRepresentation PixelPaddingValue PixelPaddingRangeLimit RescaleSlope RescaleIntercept ModalityLUTSequence
DetectorInformationSequence SliceVector SharedFunctionalGroupsSequence PerFrameFunctionalGroupsSequence
""".split()  # noqa: SIM905 (a list of forty words reads better so)
# What a header says beside its geometry, and what that may contradict (dicom_claims).
CLAIMS = (
    "StudyInstanceUID",
    "PatientOrientation",
    "GantryDetectorTilt",
    "Laterality",
    "ImageLaterality",
    "AnatomicalOrientationType",
    "PatientSpeciesDescription",
)
# A private attribute of one maker, where others have DiffusionBValue.
SIEMENS_B_VALUE = 0x0019100C
REPEAT_TAGS = {keyword: tag_of(keyword) for keyword in REPEATS}
TAGS: list[Any] = [*map(tag_of, (*_FACTS, *CLAIMS)), *REPEAT_TAGS.values(), SIEMENS_B_VALUE]
