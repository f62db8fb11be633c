"""From the name that a label map gives a label to the tissue of training.tissues that is painted there."""

from __future__ import annotations

import re
from functools import cache

from training.tissues import ID

# Drawn by looks alone, and what is not known by name: it has no structure.
UNNAMED = "unknown soft"
# A label that holds both hip bones: split it at the midline (see training.maps.label_maps).
BOTH_HIP_BONES = "left or right hip bone"

# (pattern of the name without its side, tissue; "{side}" takes the side). The first that matches the whole name counts.
_RULES: tuple[tuple[str, str], ...] = (
    # what the brain maps hold
    (
        r"(cerebral )?white matter|(cerebral )?wm|lesion|wm hypointensit.*|vessel in brain",
        "{side} cerebral white matter",
    ),
    (r"cerebral cortex|cortex|accumbens( area)?", "{side} cerebral cortex"),
    (r"cerebral hemisphere|claustrum", "{side} cerebral white matter"),
    (r"corpus callosum|pellucid septum|(anterior commissure|pineal body)", "brain"),
    (r"fornix of forebrain|hypothalamus|optic tract", "{side} ventral diencephalon"),
    (r"main bronchi", "airway"),
    (r"uterus", "prostate or uterus"),
    (r"eyeball", "eye"),
    (r"i ii v", "cerebellar cortex"),
    (
        r"vertebral (arch|body( cortex)?)|((spinous|((superior|inferior) articular)|(costal \(transverse\))) process)",
        "vertebra",
    ),
    (
        r"temporalis|tongue|(lateral|medial) pterygoid|buccinator|hyoglossus|.* capitis .*|(deep neck|soft palate) .*",
        "muscle",
    ),
    (r"cerebell\w* white matter", "cerebellar white matter"),
    (r"cerebell\w*( (cortex|vermis))?|cerebellar vermis", "cerebellar cortex"),
    (r"(inferior )?lateral ventricle|inf lat vent|choroid plexus", "{side} lateral ventricle"),
    (r"(3rd|third|5th|fifth) ventricle", "third ventricle"),
    (r"(4th|fourth) ventricle", "fourth ventricle"),
    (r"thalamus( proper)?", "{side} thalamus"),
    (r"caudate( nucleus)?", "{side} caudate nucleus"),
    (r"(putamen|pallidum|hippocampus|amygdala)", "{side} {0}"),
    (r"ventral (dc|diencephalon)", "{side} ventral diencephalon"),
    (r"brain ?stem", "brainstem"),
    (r"csf|cerebrospinal fluid|optic chiasm", "cerebrospinal fluid"),
    (r"brain", "brain"),
    # SynthSeg's numbers round the brain, by what lies there: names are the data folder's
    (r"outside brain 13[67]", "left lateral ventricle"),  # choroid plexus
    (r"outside brain 16[34]", "right lateral ventricle"),
    (r"extracerebral tissue 5(02|14)", "vessel"),
    (r"extracerebral tissue 506", "eye"),
    (r"extracerebral tissue 507", "fat"),  # and muscle: training.maps.heads tells them apart
    (r"extracerebral tissue 511", "skin"),
    (r"extracerebral tissue 512", "spinal cord"),
    (r"extracerebral tissue 515", "skull"),  # all bone of the head: training.maps.heads keeps what is skull for certain
    (r"extracerebral tissue 516", "skull marrow"),
    # heart and vessels first: "left atrium" is no side of a pair
    (r"heart|(heart )?(atrium|ventricle|myocardium)( of heart)?|atrial appendage", "heart"),
    (r"aorta|arch of aorta|(abdominal|thoracic|ascending|descending) aorta", "aorta"),
    (r"inferior vena cava|postcava|ivc", "inferior vena cava"),
    (r"hepatic vein", "liver vein"),
    (r".*(arter|vein|vena|carotid|brachiocephalic|portal|celiac|vessel|ureter).*", "vessel"),
    # trunk
    (r"liver", "liver"),
    (r"spleen", "spleen"),
    (r"gall ?bladder", "gallbladder"),
    (r"pancreas", "pancreas"),
    (r"renal pelvis", "{side} kidney sinus"),
    (r"kidney", "{side} kidney"),
    (r"(adrenal|suprarenal)( gland)?", "{side} adrenal gland"),
    (r"stomach", "stomach"),
    (r"duodenum", "duodenum"),
    (r"stomach and duodenum", "stomach or duodenum"),
    (r"small (bowel|intestine)|ileum|jejunum", "small bowel"),
    (r"colon|large (bowel|intestine)", "colon"),
    (r"(colon|bowel|intestine)( and .*)?", "colon or small bowel"),
    (r"o?esophagus", "esophagus"),
    (r"trachea", "trachea"),
    (r"lung( (upper|middle|lower) lobe)?", "{side} lung"),
    (r"(urinary )?bladder", "urinary bladder"),
    (r"prostate( gland)?", "prostate"),
    (r"prostate (or|/) uterus", "prostate or uterus"),
    (r"thyroid( gland)?", "thyroid gland"),
    (r"parotid( gland)?", "{side} parotid gland"),
    # bones
    (r"(vertebrae? )?s\d( vertebra)?|sacrum( bone)?", "sacrum"),
    (r".*(intervertebral ?)dis[ck]s?.*|dis[ck]s?", "disc"),
    (r"vertebrae?|(vertebrae? )?[ctl]\d+( vertebra)?|(cervical|thoracic|lumbar) ?\d+|atlas|axis", "vertebra"),
    (r"spinal (cord|canal)", "spinal cord"),
    (r"pelvis", BOTH_HIP_BONES),
    (r"hip( bone)?|innominate( bone)?", "{side} hip bone"),
    (r"sternum", "sternum"),
    (r"clavic(le|ula)", "{side} clavicle"),
    (r"scapula", "{side} scapula"),
    (r"skull|cranium", "skull"),
    (r"mandible", "mandible"),
    (r"ribs? ?\d*", "rib"),
    (r"humerus|hyoid|coccyx|ulna|radius|tarsal|metatarsal|carpal|metacarpal|phalanges (feet|hand)", "bone"),
    (r"(thyroid|cricoid|costal) cartilages?", "cartilage"),
    # muscles
    (r"gluteus (maximus|medius)( muscle)?", "{side} gluteus {0}"),
    (r"(ilio)?psoas( major)?( muscle)?|iliacus( muscle)?", "{side} iliopsoas"),
    (r"(erector spinae|autochthon)( muscle)?", "{side} erector spinae"),
    (r"masseter( muscle)?", "{side} masseter"),
    (r"sternocleidomastoid(eus)?( muscle)?", "{side} sternocleidomastoid"),
    (r"trapezius( muscle)?", "{side} trapezius"),
    (r".* muscle|gluteus minimus", "muscle"),
    # knee: one joint, its parts without a side
    (r"femoral cartilage", "femoral cartilage"),
    (r"(medial |lateral )?tibial cartilage", "tibial cartilage"),
    (r"patellar cartilage", "patellar cartilage"),
    (r"(medial|lateral) meniscus", "{0} meniscus"),
    (r"(patella|tibia|fibula)", "{0}"),
    (r"distal femur", "distal femur"),
    (r"femur", "{side} femur"),
    (r".*(ligament|tendon|tract)", "ligament"),
    (r".*fat.*", "fat"),
    (r".*nerve", "unknown soft"),
)


@cache
def tissue_of(name: str, knee: bool = False) -> str:
    """The tissue (a key of training.tissues.ID) of a label's name; UNNAMED where nothing fits.

    Case, "_" and "-", the side's place and a ".nii.gz" do not matter. A pair's part without a side is UNNAMED, for the
    map does not say which it is. BOTH_HIP_BONES is no tissue: the caller splits it. In a knee the femur is "distal
    femur", and a side in a name is the knee's or an artery's, not a part's.
    """
    words = re.sub(r"\.nii(\.gz)?$", "", name.strip().lower())
    words = re.sub(r"[_\-\s]+", " ", words)
    sides = re.findall(r"\b(left|right)\b", words)
    bare = re.sub(r"\s+", " ", re.sub(r"\b(left|right)\b", "", words)).strip()
    if knee and bare == "femur":
        return "distal femur"
    for pattern, tissue in _RULES:
        if match := re.fullmatch(pattern, bare):
            part = next((group for group in match.groups() if group), "")
            found = tissue.replace("{0}", part).replace("{side}", sides[0] if len(set(sides)) == 1 else "?")
            return found if found in ID or found == BOTH_HIP_BONES else UNNAMED
    return UNNAMED
