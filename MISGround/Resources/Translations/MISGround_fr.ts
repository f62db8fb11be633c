<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="fr" sourcelanguage="en">
<context>
    <name>MISGround</name>
    <message>
        <source>Volume:</source>
        <translation>Volume :</translation>
    </message>
    <message>
        <source>The volume that the question is about.</source>
        <translation>Le volume sur lequel porte la question.</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>Étendue :</translation>
    </message>
    <message>
        <source>whole volume: slices are asked one after the other until each target has one 3D box, wherever it lies; boxes show early and grow. this slice: one question a target, about the slice view below. Saved with the scene.</source>
        <translation>volume entier : les coupes sont interrogées l'une après l'autre jusqu'à ce que chaque cible ait une boîte 3D, où qu'elle soit ; les boîtes apparaissent tôt et grandissent. cette coupe : une question par cible, sur la vue en coupe ci-dessous. Enregistré avec la scène.</translation>
    </message>
    <message>
        <source>Of a 4D sequence: every item is searched, one after the other, and the boxes follow the sequence as it is browsed. Off: the item shown is searched, and its boxes are hidden at the others. A limit of questions holds for each item.</source>
        <translation>Pour une séquence 4D : chaque élément est exploré, l'un après l'autre, et les boîtes suivent la séquence quand on la parcourt. Désactivé : l'élément affiché est exploré, et ses boîtes sont masquées aux autres. Une limite de questions vaut pour chaque élément.</translation>
    </message>
    <message>
        <source>every item</source>
        <translation>chaque élément</translation>
    </message>
    <message>
        <source>Slice view:</source>
        <translation>Vue :</translation>
    </message>
    <message>
        <source>For this slice alone: the model looks at the slice that this view shows, in the view's plane. How the view is turned, its size and its zoom do not matter.</source>
        <translation>Pour cette coupe seulement : le modèle voit la coupe que montre cette vue, dans le plan de la vue. L'orientation, la taille et le zoom de la vue n'ont pas d'effet.</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>Modèle :</translation>
    </message>
    <message>
        <source>The embedded model, or a model of your own: choose its folder with "...", or type its Hugging Face id (owner/name). Or the address of a vLLM server that you run: server:http://127.0.0.1:8000, with #NAME of the model where it serves several.</source>
        <translation>Le modèle intégré, ou l'un des vôtres : choisissez son dossier avec « ... », ou tapez son identifiant Hugging Face (propriétaire/nom). Ou l'adresse d'un serveur vLLM que vous faites tourner : server:http://127.0.0.1:8000, avec #NAME du modèle s'il en sert plusieurs.</translation>
    </message>
    <message>
        <source>Choose the folder of a model on this computer (config.json and *.safetensors).</source>
        <translation>Choisir le dossier d'un modèle sur cet ordinateur (config.json et *.safetensors).</translation>
    </message>
    <message>
        <source>Models that can be had and those that are here: their size, licence and memory; download, add, remove.</source>
        <translation>Les modèles disponibles et ceux qui sont ici : taille, licence et mémoire ; télécharger, ajouter, supprimer.</translation>
    </message>
    <message>
        <source>Models...</source>
        <translation>Modèles...</translation>
    </message>
    <message>
        <source>Where the picture of the slice and your words go.</source>
        <translation>Où vont l'image de la coupe et vos mots.</translation>
    </message>
    <message>
        <source>An estimate from the model's files: weights, the longest answer, the largest picture, the neighbour graph.</source>
        <translation>Une estimation d'après les fichiers du modèle : poids, réponse la plus longue, plus grande image, graphe de voisinage.</translation>
    </message>
    <message>
        <source>Let the picture of the slice and your words go to the server named above, on another computer. Off until you tick it, for this address only; not saved with the scene.</source>
        <translation>Laisser l'image de la coupe et vos mots aller au serveur nommé ci-dessus, sur un autre ordinateur. Désactivé tant que vous ne cochez pas, pour cette adresse seulement ; non enregistré avec la scène.</translation>
    </message>
    <message>
        <source>Pictures may leave this computer</source>
        <translation>Les images peuvent sortir d'ici</translation>
    </message>
    <message>
        <source>Window:</source>
        <translation>Fenêtre :</translation>
    </message>
    <message>
        <source>The grey values that the model sees. automatic: the window and level of the kind of scan (for CT 400 and 40), whatever the views show. as displayed: those of the views. The answer says which it was.</source>
        <translation>Les niveaux de gris que voit le modèle. automatic : la fenêtre et le niveau du type d'examen (pour le scanner 400 et 40), quoi que montrent les vues. as displayed : ceux des vues. La réponse dit lesquels.</translation>
    </message>
    <message>
        <source>Modality:</source>
        <translation>Modalité :</translation>
    </message>
    <message>
        <source>What kind of scan the model is told. automatic: what the scan says, or looks like. Choose another where that is wrong, such as an MR taken for CT. For this volume only.</source>
        <translation>Le type d'examen indiqué au modèle. automatic : ce que l'examen dit, ou ce à quoi il ressemble. Choisissez-en un autre si c'est faux, par exemple une IRM prise pour un scanner. Pour ce volume seulement.</translation>
    </message>
    <message>
        <source>What to look for, one target a line:</source>
        <translation>Que chercher ? Une cible par ligne :</translation>
    </message>
    <message>
        <source>One target a line. Left and right are the patient's. Ctrl+Enter asks the model.</source>
        <translation>Une cible par ligne. La gauche et la droite sont celles du patient. Ctrl+Entrée interroge le modèle.</translation>
    </message>
    <message>
        <source>For example: left kidney; liver; vertebrae</source>
        <translation>Par exemple : rein gauche ; foie ; vertèbres</translation>
    </message>
    <message>
        <source>How the line that you type may go on, in the languages that MISGround reads; sets such as abdomen; what you asked before. A click takes one, or Tab and Enter; Ctrl+Space takes the first.</source>
        <translation>Comment la ligne que vous tapez peut continuer, dans les langues que MISGround lit ; des groupes comme l'abdomen ; vos demandes précédentes. Un clic en prend une, ou Tab puis Entrée ; Ctrl+Espace prend la première.</translation>
    </message>
    <message>
        <source>The structures that the chosen model can be asked for.</source>
        <translation>Les structures que l'on peut demander au modèle choisi.</translation>
    </message>
    <message>
        <source>What this model knows</source>
        <translation>Ce que ce modèle connaît</translation>
    </message>
    <message>
        <source>Part of a name, of a synonym, or of a name in German, French, Spanish or Chinese. Enter takes the first one found.</source>
        <translation>Une partie d'un nom, d'un synonyme, ou d'un nom allemand, français, espagnol ou chinois. Entrée prend le premier trouvé.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Rechercher</translation>
    </message>
    <message>
        <source>A double click, or Enter, puts a name into the query.</source>
        <translation>Un double clic, ou Entrée, met un nom dans la requête.</translation>
    </message>
    <message>
        <source>From the seconds that a question took with this model on this computer, when it was last asked here.</source>
        <translation>D'après les secondes qu'une question à ce modèle a prises sur cet ordinateur la dernière fois.</translation>
    </message>
    <message>
        <source>Find the targets (Ctrl+Enter).</source>
        <translation>Trouver les cibles (Ctrl+Entrée).</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Localiser</translation>
    </message>
    <message>
        <source>How far the answer has come.</source>
        <translation>L'avancement de la réponse.</translation>
    </message>
    <message>
        <source>What happens now, what was found, or what to put right.</source>
        <translation>Ce qui se passe, ce qui a été trouvé, ou ce qu'il faut corriger.</translation>
    </message>
    <message>
        <source>What the model is writing.</source>
        <translation>Ce que le modèle écrit.</translation>
    </message>
    <message>
        <source>There is no answer to the last query. These rows, and the boxes in the scene, are of the one before it.</source>
        <translation>La dernière requête n'a pas de réponse. Ces lignes, et les boîtes de la scène, sont celles de la requête précédente.</translation>
    </message>
    <message>
        <source>What was found. Choose a row to bring the views there and to read what speaks for it. unsure: a box with a low score, drawn pale. Keys: Enter accepts, Backspace rejects, F2 renames, Delete removes, Space shows one box alone.</source>
        <translation>Ce qui a été trouvé. Choisissez une ligne pour y amener les vues et lire ce qui l'appuie. incertain : une boîte de score faible, dessinée en pâle. Touches : Entrée accepte, Retour arrière rejette, F2 renomme, Suppr retire, Espace montre une boîte seule.</translation>
    </message>
    <message>
        <source>The box is right (Enter in the table). It is no longer pale or called unsure. Again takes that back.</source>
        <translation>La boîte est juste (Entrée dans le tableau). Elle n'est plus pâle ni dite incertaine. Un second appui annule.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Accepter</translation>
    </message>
    <message>
        <source>The box is wrong (Backspace in the table). It is hidden and stays in the table as rejected. Again takes that back.</source>
        <translation>La boîte est fausse (Retour arrière dans le tableau). Elle est masquée et reste dans le tableau comme rejetée. Un second appui annule.</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rejeter</translation>
    </message>
    <message>
        <source>Give the box your own name (F2 in the table). What was asked stays with it.</source>
        <translation>Donner à la boîte un nom à vous (F2 dans le tableau). Ce qui a été demandé y reste noté.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renommer</translation>
    </message>
    <message>
        <source>Unlock the box, to drag it or its handles in the views (Ctrl+E in the table); again locks it. What you change is kept with the box as yours, with before and after.</source>
        <translation>Déverrouiller la boîte, pour la tirer ou tirer ses poignées dans les vues (Ctrl+E dans le tableau) ; un second appui la verrouille. Ce que vous changez est gardé avec la boîte comme venant de vous, avec l'avant et l'après.</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>Ajuster</translation>
    </message>
    <message>
        <source>Take the box out of the scene (Delete in the table). Undo last puts it back.</source>
        <translation>Retirer la boîte de la scène (Suppr dans le tableau). Défaire la remet.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Retirer</translation>
    </message>
    <message>
        <source>Hide every other box of MISGround (Space in the table); again shows them.</source>
        <translation>Masquer toutes les autres boîtes de MISGround (Espace dans le tableau) ; un second appui les montre.</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>Isoler</translation>
    </message>
    <message>
        <source>All that is known of the chosen row: the model's own words, what speaks for it, what MIS-SemSam changed, what you did (Ctrl+D in the table).</source>
        <translation>Tout ce qui est connu de la ligne choisie : les mots mêmes du modèle, ce qui l'appuie, ce que MIS-SemSam a changé, ce que vous avez fait (Ctrl+D dans le tableau).</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Détails</translation>
    </message>
    <message>
        <source>Put the whole answer on the clipboard as text (Ctrl+C in the table).</source>
        <translation>Mettre la réponse entière dans le presse-papiers, en texte (Ctrl+C dans le tableau).</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copier</translation>
    </message>
    <message>
        <source>What is known of the chosen row. It can be selected and copied.</source>
        <translation>Ce qui est connu de la ligne choisie. Cela se sélectionne et se copie.</translation>
    </message>
    <message>
        <source>Take back the last step (Ctrl+Z): the boxes of the last query go (a search on its way ends with them), boxes that were cleared or removed come back, or a change of a box is undone. Nothing else in the scene changes.</source>
        <translation>Reprendre la dernière étape (Ctrl+Z) : les boîtes de la dernière requête disparaissent (une recherche en cours s'arrête avec elles), les boîtes effacées ou retirées reviennent, ou le changement d'une boîte est défait. Rien d'autre ne change dans la scène.</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>Défaire</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Y).</source>
        <translation>Refaire ce qui a été défait en dernier (Ctrl+Y).</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Refaire</translation>
    </message>
    <message>
        <source>Take every box that MISGround drew out of the scene. Undo last puts them back.</source>
        <translation>Retirer de la scène toutes les boîtes dessinées par MISGround. Défaire les remet.</translation>
    </message>
    <message>
        <source>Clear boxes</source>
        <translation>Effacer</translation>
    </message>
    <message>
        <source>Write the last answer, or its boxes as a table, as JSON, as a DICOM report or as a page with pictures, to a folder.</source>
        <translation>Écrire dans un dossier la dernière réponse, ou ses boîtes sous forme de tableau, de JSON, de compte rendu DICOM ou de page avec images.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exporter</translation>
    </message>
    <message>
        <source>Make a segment of the chosen row's box, for you to correct: what lies inside the box and has the grey values of its middle. It goes into a segmentation of MISGround's own; no segment of yours is changed.</source>
        <translation>Faire de la boîte de la ligne choisie un segment, que vous corrigerez : ce qui est dans la boîte et a les niveaux de gris de son milieu. Il va dans une segmentation propre à MISGround ; aucun de vos segments n'est modifié.</translation>
    </message>
    <message>
        <source>Send to Segment Editor</source>
        <translation>Segment Editor</translation>
    </message>
    <message>
        <source>Open Crop Volume with the chosen row's box as its ROI and the searched volume as its input. You press Apply there.</source>
        <translation>Ouvrir Crop Volume, avec la boîte de la ligne choisie comme ROI et le volume exploré comme entrée. C'est vous qui y appuyez sur Apply.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Rogner</translation>
    </message>
    <message>
        <source>Prompt nnInteractive with the middle slice of the chosen row's box, as if you had drawn it there. It segments into a new segment of MISGround's own; no segment of yours is changed. Initialize nnInteractive first.</source>
        <translation>Donner à nnInteractive la coupe du milieu de la boîte de la ligne choisie, comme si vous l'y aviez dessinée. Il segmente dans un nouveau segment propre à MISGround ; aucun de vos segments n'est modifié. Initialisez d'abord nnInteractive.</translation>
    </message>
    <message>
        <source>What was asked in this scene; saved with it.</source>
        <translation>Ce qui a été demandé dans cette scène ; enregistré avec elle.</translation>
    </message>
    <message>
        <source>Earlier queries</source>
        <translation>Requêtes antérieures</translation>
    </message>
    <message>
        <source>The latest first. A double click, or Enter, asks one again, of the volume and with the settings that are chosen now.</source>
        <translation>La plus récente d'abord. Un double clic, ou Entrée, en repose une, sur le volume et avec les réglages choisis maintenant.</translation>
    </message>
    <message>
        <source>Ask the chosen query again, of the volume and with the settings that are chosen now.</source>
        <translation>Reposer la requête choisie, sur le volume et avec les réglages choisis maintenant.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Redemander</translation>
    </message>
    <message>
        <source>Asks several volumes of the scene what is typed above, one after the other, and compares two visits.</source>
        <translation>Interroge plusieurs volumes de la scène, l'un après l'autre, sur ce qui est tapé plus haut, et compare deux examens.</translation>
    </message>
    <message>
        <source>Several volumes</source>
        <translation>Plusieurs volumes</translation>
    </message>
    <message>
        <source>The volumes of the scene. Space checks one.</source>
        <translation>Les volumes de la scène. Espace en coche un.</translation>
    </message>
    <message>
        <source>Search each checked volume for what is typed above. A volume that is answered is not asked again; the answers are saved with the scene.</source>
        <translation>Chercher dans chaque volume coché ce qui est tapé plus haut. Un volume qui a déjà sa réponse n'est pas interrogé de nouveau ; les réponses sont enregistrées avec la scène.</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>Interroger les volumes cochés</translation>
    </message>
    <message>
        <source>Sizes and places of the boxes of two checked volumes, side by side. They are asked first where they were not.</source>
        <translation>Tailles et positions des boîtes de deux volumes cochés, côte à côte. Ils sont d'abord interrogés s'ils ne l'ont pas été.</translation>
    </message>
    <message>
        <source>Compare two visits</source>
        <translation>Comparer deux examens</translation>
    </message>
    <message>
        <source>Compare places after a rigid registration, whose quality is told; where it failed, nothing is compared. Unchecked: as the scene's transforms or the files say.</source>
        <translation>Comparer les positions après un recalage rigide, dont la qualité est indiquée ; s'il a échoué, rien n'est comparé. Non coché : comme le disent les transformations de la scène ou les fichiers.</translation>
    </message>
    <message>
        <source>register</source>
        <translation>recaler</translation>
    </message>
    <message>
        <source>Changes are the second visit's minus the first's: of size from left to right, from back to front and upwards; of the box; of the centre's place.</source>
        <translation>Les changements sont le second examen moins le premier : de la taille de gauche à droite, d'arrière en avant et vers le haut ; de la boîte ; de la position du centre.</translation>
    </message>
    <message>
        <source>How the model chooses its words, where it runs, and how much it is asked.</source>
        <translation>Comment le modèle choisit ses mots, où il tourne, et combien on lui demande.</translation>
    </message>
    <message>
        <source>Decoding and device</source>
        <translation>Décodage et matériel</translation>
    </message>
    <message>
        <source>Decoding:</source>
        <translation>Décodage :</translation>
    </message>
    <message>
        <source>semsam: MIS-SemSam, semantic sampling, steadies the words of an answer. greedy: always the most probable token. The others are controls to compare with: no-neighbours, shuffled and case-merge take from semantic sampling what gives it meaning.</source>
        <translation>semsam : MIS-SemSam, l'échantillonnage sémantique, stabilise les mots d'une réponse. greedy : toujours le jeton le plus probable. Les autres servent de comparaison : no-neighbours, shuffled et case-merge retirent à l'échantillonnage sémantique ce qui lui donne son sens.</translation>
    </message>
    <message>
        <source>Mode:</source>
        <translation>Mode :</translation>
    </message>
    <message>
        <source>safe: numbers, brackets and the decision found or not found stay the model's own. paper: the rule acts on every token.</source>
        <translation>safe : les nombres, les crochets et la décision trouvé ou non trouvé restent ceux du modèle. paper : la règle agit sur chaque jeton.</translation>
    </message>
    <message>
        <source>Candidates (M):</source>
        <translation>Candidats (M) :</translation>
    </message>
    <message>
        <source>How many of the most probable tokens are considered at each step.</source>
        <translation>Combien de jetons parmi les plus probables sont considérés à chaque pas.</translation>
    </message>
    <message>
        <source>Nucleus (top-p):</source>
        <translation>Noyau (top-p) :</translation>
    </message>
    <message>
        <source>The candidates are cut to the fewest that hold this share of the probability.</source>
        <translation>Les candidats sont réduits au plus petit nombre qui porte cette part de la probabilité.</translation>
    </message>
    <message>
        <source>Neighbours (K):</source>
        <translation>Voisins (K) :</translation>
    </message>
    <message>
        <source>How many neighbours in meaning support a token, itself included. 1 is the same as greedy.</source>
        <translation>Combien de voisins par le sens appuient un jeton, lui-même compris. 1 revient à greedy.</translation>
    </message>
    <message>
        <source>Draw at random:</source>
        <translation>Tirage au hasard :</translation>
    </message>
    <message>
        <source>Draw the next token by its score with the seed below, in place of the best one. Off: the same question gives the same answer.</source>
        <translation>Tirer le jeton suivant selon son score avec la graine ci-dessous, au lieu de prendre le meilleur. Désactivé : la même question donne la même réponse.</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>Graine :</translation>
    </message>
    <message>
        <source>Start of the random numbers; kept with every box, so that an answer can be repeated.</source>
        <translation>Début des nombres aléatoires ; gardé avec chaque boîte, pour qu'une réponse puisse être répétée.</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>Matériel :</translation>
    </message>
    <message>
        <source>Where the model runs. auto takes the graphics card if there is one that fits (cuda, mps), else the processor.</source>
        <translation>Où tourne le modèle. auto prend la carte graphique s'il y en a une qui convient (cuda, mps), sinon le processeur.</translation>
    </message>
    <message>
        <source>Precision:</source>
        <translation>Précision :</translation>
    </message>
    <message>
        <source>How the model's weights are held. auto: 16 or 32 bit, as the device computes. 8bit, 4bit: rounded to a half or a quarter of the memory, on a CUDA graphics card only; boxes can differ a little.</source>
        <translation>Comment les poids du modèle sont gardés. auto : 16 ou 32 bits, selon le matériel. 8bit, 4bit : arrondis à la moitié ou au quart de la mémoire, sur une carte graphique CUDA seulement ; les boîtes peuvent différer un peu.</translation>
    </message>
    <message>
        <source>Load even so:</source>
        <translation>Charger quand même :</translation>
    </message>
    <message>
        <source>Load a model even where the estimate says that it needs more memory than is free. The computer can become very slow, or end the model's process. Not saved with the scene.</source>
        <translation>Charger un modèle même si, d'après l'estimation, il lui faut plus de mémoire qu'il n'y en a de libre. L'ordinateur peut devenir très lent, ou arrêter le processus du modèle. Non enregistré avec la scène.</translation>
    </message>
    <message>
        <source>Allow download:</source>
        <translation>Téléchargement :</translation>
    </message>
    <message>
        <source>Fetch a model typed by its Hugging Face id if it is not on this computer. Look at its size (often many gigabytes) and its licence on its page first. Images are never sent. Not saved with the scene.</source>
        <translation>Télécharger un modèle tapé par son identifiant Hugging Face s'il n'est pas sur cet ordinateur. Regardez d'abord sur sa page sa taille (souvent de nombreux gigaoctets) et sa licence. Les images ne sont jamais envoyées. Non enregistré avec la scène.</translation>
    </message>
    <message>
        <source>Most questions:</source>
        <translation>Questions au plus :</translation>
    </message>
    <message>
        <source>Of a whole volume: where the search stops with what is known by then, all targets together. 0: as many questions as it takes.</source>
        <translation>Pour un volume entier : là où la recherche s'arrête avec ce qui est alors connu, toutes cibles ensemble. 0 : autant de questions qu'il en faut.</translation>
    </message>
    <message>
        <source>Box format:</source>
        <translation>Format des boîtes :</translation>
    </message>
    <message>
        <source>How the model writes its boxes. automatic: as is known of the model. Choose another only for a model that was trained to write them otherwise than its family: a box that is read in the wrong format lies elsewhere.</source>
        <translation>Comment le modèle écrit ses boîtes. automatic : comme on le sait du modèle. N'en choisissez un autre que pour un modèle entraîné à les écrire autrement que sa famille : une boîte lue dans le mauvais format se trouve ailleurs.</translation>
    </message>
    <message>
        <source>Audit file:</source>
        <translation>Fichier d'audit :</translation>
    </message>
    <message>
        <source>A file that gets a line for each answer and for each box that you accept or reject: time, model, the volume's UID or a hash of it, query, answer. No pixel, no name. Empty: no audit. Kept on this computer, not with the scene.</source>
        <translation>Un fichier qui reçoit une ligne pour chaque réponse et pour chaque boîte que vous acceptez ou rejetez : heure, modèle, UID du volume ou son empreinte, requête, réponse. Aucun pixel, aucun nom. Vide : pas d'audit. Gardé sur cet ordinateur, pas avec la scène.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>aucun</translation>
    </message>
    <message>
        <source>Choose the audit file. Lines are added to its end.</source>
        <translation>Choisir le fichier d'audit. Les lignes s'ajoutent à la fin.</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>Choisir...</translation>
    </message>
    <message>
        <source>Describe structures:</source>
        <translation>Décrire :</translation>
    </message>
    <message>
        <source>Tell the model what a structure looks like too: its shape, its density in CT or its intensity in MR, its usual place. For models that read free text; misground-mini knows structures by name only. Whether it helps a model is not known: misground bench run --describe measures it.</source>
        <translation>Dire aussi au modèle à quoi ressemble une structure : sa forme, sa densité au scanner ou son intensité en IRM, son lieu habituel. Pour les modèles qui lisent le texte libre ; misground-mini ne connaît les structures que par leur nom. On ne sait pas si cela aide un modèle : misground bench run --describe le mesure.</translation>
    </message>
    <message>
        <source>Asks the chosen model about a small fixed set of drawn pictures whose truth is known, and counts what is right.</source>
        <translation>Interroge le modèle choisi sur un petit jeu fixe d'images dessinées dont la vérité est connue, et compte ce qui est juste.</translation>
    </message>
    <message>
        <source>How far can I trust this model?</source>
        <translation>Jusqu'où me fier à ce modèle ?</translation>
    </message>
    <message>
        <source>About 50 questions to the model chosen above, in its own process; Slicer stays usable. The scene is not touched. For labelled scans of your own there is the command misground bench.</source>
        <translation>Environ 50 questions au modèle choisi ci-dessus, dans son propre processus ; Slicer reste utilisable. La scène n'est pas touchée. Pour vos propres examens annotés, il y a la commande misground bench.</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Vérifier le modèle</translation>
    </message>
    <message>
        <source>What was measured, with its 95 % interval; what a guess of the usual place gets; of how many questions. Each row says more.</source>
        <translation>Ce qui a été mesuré, avec son intervalle à 95 % ; ce qu'obtient une supposition du lieu habituel ; sur combien de questions. Chaque ligne en dit plus.</translation>
    </message>
    <message>
        <source>For research use only. Not for clinical use.</source>
        <translation>Pour la recherche seulement. Pas d'usage clinique.</translation>
    </message>
    <message>
        <source>Type what you look for, one target a line, and press Ctrl+Enter: a vision-language model on this computer answers with labelled boxes, in the whole volume or on the slice shown. Left and right are the patient's. For research use only. Not for clinical use.</source>
        <translation>Tapez ce que vous cherchez, une cible par ligne, et appuyez sur Ctrl+Entrée : un modèle vision-langage sur cet ordinateur répond par des boîtes étiquetées, dans le volume entier ou sur la coupe affichée. La gauche et la droite sont celles du patient. Pour la recherche seulement. Pas d'usage clinique.</translation>
    </message>
    <message>
        <source>MISGround stands on 3D Slicer, PyTorch and Hugging Face Transformers. Its embedded model, misground-mini, was trained by the project on pictures that the project itself makes.</source>
        <translation>MISGround repose sur 3D Slicer, PyTorch et Hugging Face Transformers. Son modèle intégré, misground-mini, a été entraîné par le projet sur des images que le projet fabrique lui-même.</translation>
    </message>
</context>
<context>
    <name>ModelManager</name>
    <message>
        <source>MISGround: models</source>
        <translation>MISGround : modèles</translation>
    </message>
    <message>
        <source>Every model that can be asked. Choose a row to read what it is good for, and what can be done with it.</source>
        <translation>Tous les modèles que l'on peut interroger. Choisissez une ligne pour lire à quoi un modèle sert et ce que l'on peut en faire.</translation>
    </message>
    <message>
        <source>The Hugging Face id (owner/name) to look up: the chosen row's, or any other.</source>
        <translation>L'identifiant Hugging Face (propriétaire/nom) à consulter : celui de la ligne choisie, ou un autre.</translation>
    </message>
    <message>
        <source>owner/name on Hugging Face</source>
        <translation>propriétaire/nom sur Hugging Face</translation>
    </message>
    <message>
        <source>Ask Hugging Face for the model's size and licence. Its name goes there, nothing else; nothing is downloaded yet.</source>
        <translation>Demander à Hugging Face la taille et la licence du modèle. Son nom y va, rien d'autre ; rien n'est encore téléchargé.</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Consulter</translation>
    </message>
    <message>
        <source>The download can begin once you agree to its size and its licence.</source>
        <translation>Le téléchargement peut commencer dès que vous acceptez la taille et la licence.</translation>
    </message>
    <message>
        <source>How much of the model is on this computer.</source>
        <translation>Quelle part du modèle est sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Ask this model from now on.</source>
        <translation>Interroger désormais ce modèle.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Utiliser</translation>
    </message>
    <message>
        <source>Download the model, or go on where a download was broken off. Each file is checked. Slicer stays usable; Cancel keeps what came.</source>
        <translation>Télécharger le modèle, ou reprendre un téléchargement interrompu. Chaque fichier est vérifié. Slicer reste utilisable ; Annuler garde ce qui est arrivé.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Remove a download with its files. A folder of your own is only taken off the list.</source>
        <translation>Supprimer un modèle téléchargé avec ses fichiers. Un dossier à vous est seulement retiré de la liste.</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Supprimer...</translation>
    </message>
    <message>
        <source>List the folder of a model on this computer (config.json and *.safetensors). It is not changed.</source>
        <translation>Mettre dans la liste le dossier d'un modèle sur cet ordinateur (config.json et *.safetensors). Il n'est pas modifié.</translation>
    </message>
    <message>
        <source>Add folder...</source>
        <translation>Ajouter...</translation>
    </message>
    <message>
        <source>Open the folder that the downloads lie in.</source>
        <translation>Ouvrir le dossier où sont les téléchargements.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ouvrir le dossier</translation>
    </message>
</context>
<context>
    <name>panel.answer_actions</name>
    <message>
        <source>Choose a row to read what is known of it.</source>
        <translation>Choisissez une ligne pour lire ce qui en est connu.</translation>
    </message>
    <message>
        <source>A box that follows a sequence cannot be changed here: it is another one at each item.</source>
        <translation>Une boîte qui suit une séquence ne peut pas être changée ici : elle est différente à chaque élément.</translation>
    </message>
    <message>
        <source>Accepted: {name}.</source>
        <translation>Acceptée : {name}.</translation>
    </message>
    <message>
        <source>Rejected, and hidden: {name}.</source>
        <translation>Rejetée et masquée : {name}.</translation>
    </message>
    <message>
        <source>Neither accepted nor rejected any more: {name}.</source>
        <translation>Ni acceptée ni rejetée désormais : {name}.</translation>
    </message>
    <message>
        <source>{before} is called {name} now.</source>
        <translation>{before} s'appelle maintenant {name}.</translation>
    </message>
    <message>
        <source>The box is locked again.</source>
        <translation>La boîte est de nouveau verrouillée.</translation>
    </message>
    <message>
        <source>Drag {name} or its handles in a view. Adjust again locks it.</source>
        <translation>Tirez {name} ou ses poignées dans une vue. Ajuster de nouveau la verrouille.</translation>
    </message>
    <message>
        <source>Removed: {name}. Undo last puts it back.</source>
        <translation>Retirée : {name}. Défaire la remet.</translation>
    </message>
    <message>
        <source>All boxes are shown again.</source>
        <translation>Toutes les boîtes sont de nouveau affichées.</translation>
    </message>
    <message>
        <source>Shown alone: {name}.</source>
        <translation>Affichée seule : {name}.</translation>
    </message>
    <message>
        <source>There is no answer to copy yet. Ask for something first.</source>
        <translation>Il n'y a pas encore de réponse à copier. Demandez d'abord quelque chose.</translation>
    </message>
    <message>
        <source>The answer is on the clipboard.</source>
        <translation>La réponse est dans le presse-papiers.</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene: {count}.</source>
        <translation>Boîtes retirées de la scène : {count}.</translation>
    </message>
    <message>
        <source>There is no box of MISGround in the scene.</source>
        <translation>Il n'y a pas de boîte de MISGround dans la scène.</translation>
    </message>
</context>
<context>
    <name>panel.answer_text</name>
    <message>
        <source>Asked: {query}, on the {plane} slice at {position}.</source>
        <translation>Demandé : {query}, sur la coupe {plane} à {position}.</translation>
    </message>
    <message>
        <source>The model's box: {size} mm, its middle (RAS) at {middle} mm.</source>
        <translation>La boîte du modèle : {size} mm, son milieu (RAS) à {middle} mm.</translation>
    </message>
    <message>
        <source>The model's own point (RAS): {place} mm.</source>
        <translation>Le point donné par le modèle lui-même (RAS) : {place} mm.</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>Le modèle a écrit : {answer}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>rien</translation>
    </message>
    <message>
        <source>Asked: {query}, of the whole volume.</source>
        <translation>Demandé : {query}, dans le volume entier.</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}, {count} questions.</translation>
    </message>
    <message>
        <source>found</source>
        <translation>trouvé</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>nothing that can be used</source>
        <translation>rien d'utilisable</translation>
    </message>
    <message>
        <source>nothing to see</source>
        <translation>rien à voir</translation>
    </message>
    <message>
        <source>{plane} {place}: {answer}, {score}</source>
        <translation>{plane} {place} : {answer}, {score}</translation>
    </message>
    <message>
        <source>... and {count} slices more.</source>
        <translation>... et {count} coupes de plus.</translation>
    </message>
    <message>
        <source>Called {name} by its reader.</source>
        <translation>Nommée {name} par son lecteur.</translation>
    </message>
    <message>
        <source>{time}: adjusted by the reader, from {before} to {after}.</source>
        <translation>{time} : ajustée par le lecteur, de {before} à {after}.</translation>
    </message>
    <message>
        <source>{time}: renamed by the reader from {before}.</source>
        <translation>{time} : renommée par le lecteur, avant {before}.</translation>
    </message>
    <message>
        <source>{time}: accepted by the reader.</source>
        <translation>{time} : acceptée par le lecteur.</translation>
    </message>
    <message>
        <source>{time}: rejected by the reader.</source>
        <translation>{time} : rejetée par le lecteur.</translation>
    </message>
    <message>
        <source>{time}: opened again by the reader.</source>
        <translation>{time} : laissée de nouveau ouverte par le lecteur.</translation>
    </message>
    <message>
        <source>{size} mm at (RAS) {middle}</source>
        <translation>{size} mm à (RAS) {middle}</translation>
    </message>
    <message>
        <source>Decoding: {name}.</source>
        <translation>Décodage : {name}.</translation>
    </message>
    <message>
        <source>Decoding: {name}; of {steps} tokens {rescored} were weighed with their neighbours, {changed} changed.</source>
        <translation>Décodage : {name} ; sur {steps} jetons, {rescored} ont été pesés avec leurs voisins, {changed} changés.</translation>
    </message>
    <message>
        <source>Token {step}: {before} became {after}.</source>
        <translation>Jeton {step} : {before} est devenu {after}.</translation>
    </message>
    <message>
        <source>... and {count} changes more.</source>
        <translation>... et {count} changements de plus.</translation>
    </message>
    <message>
        <source>By {model}, revision {revision}, {time}.</source>
        <translation>Par {model}, révision {revision}, {time}.</translation>
    </message>
</context>
<context>
    <name>panel.answers</name>
    <message>
        <source>These rows answer an earlier query: {queries}</source>
        <translation>Ces lignes répondent à une requête antérieure : {queries}</translation>
    </message>
    <message>
        <source>The rows below are the answer for {volume}.</source>
        <translation>Les lignes ci-dessous sont la réponse pour {volume}.</translation>
    </message>
    <message>
        <source>The volume of the box is no longer in the scene. Load it again, and ask again.</source>
        <translation>Le volume de la boîte n'est plus dans la scène. Chargez-le de nouveau et redemandez.</translation>
    </message>
    <message>
        <source>Choose the row of a box that is in the scene; then press the button again.</source>
        <translation>Choisissez la ligne d'une boîte qui est dans la scène ; puis appuyez de nouveau sur le bouton.</translation>
    </message>
</context>
<context>
    <name>panel.audit_choice</name>
    <message>
        <source>File for the audit</source>
        <translation>Fichier pour l'audit</translation>
    </message>
    <message>
        <source>Lines of JSON (*.jsonl)</source>
        <translation>Lignes JSON (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>panel.display</name>
    <message>
        <source>Asking: {queries}</source>
        <translation>Question : {queries}</translation>
    </message>
    <message>
        <source>Starting the model's process</source>
        <translation>Démarrage du processus du modèle</translation>
    </message>
    <message>
        <source>Asking the server</source>
        <translation>Interrogation du serveur</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Chargement du modèle</translation>
    </message>
    <message>
        <source>Preparing the semantic neighbours</source>
        <translation>Préparation des voisins sémantiques</translation>
    </message>
    <message>
        <source>Reading the slice</source>
        <translation>Lecture de la coupe</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Réponse en cours</translation>
    </message>
    <message>
        <source>{stage}: {detail}</source>
        <translation>{stage} : {detail}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}: {query}</source>
        <translation>Réponse {number} sur {count} : {query}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}</source>
        <translation>Réponse {number} sur {count}</translation>
    </message>
    <message>
        <source>Find the targets on the slice shown (Ctrl+Enter).</source>
        <translation>Trouver les cibles sur la coupe affichée (Ctrl+Entrée).</translation>
    </message>
    <message>
        <source>Find the targets in the whole volume (Ctrl+Enter).</source>
        <translation>Trouver les cibles dans le volume entier (Ctrl+Entrée).</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Localiser</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>Annulation...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Stop the model (Esc). The scene stays as it is.</source>
        <translation>Arrêter le modèle (Échap). La scène reste telle quelle.</translation>
    </message>
    <message>
        <source>{found} of {count} found on the {slice}, in {seconds} s.</source>
        <translation>{found} sur {count} trouvés ({slice}), en {seconds} s.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) on the {slice}, in {seconds} s.</source>
        <translation>{found} sur {count} trouvés ({unsure} incertains ; {slice}), en {seconds} s.</translation>
    </message>
    <message>
        <source>The model saw it as {modality}, {window}.</source>
        <translation>Le modèle l'a vu comme {modality}, {window}.</translation>
    </message>
    <message>
        <source>The model saw it with {window}.</source>
        <translation>Le modèle l'a vu avec {window}.</translation>
    </message>
    <message>
        <source>{query}: not found on the {slice}.</source>
        <translation>{query} : non trouvé ({slice}).</translation>
    </message>
    <message>
        <source>{plane} slice at {position}</source>
        <translation>coupe {plane} à {position}</translation>
    </message>
    <message>
        <source>{message} Answers kept from before it: {count}.</source>
        <translation>{message} Réponses antérieures gardées : {count}.</translation>
    </message>
    <message>
        <source>The answer is in the table, but its boxes could not be drawn: {error}</source>
        <translation>La réponse est dans le tableau, mais ses boîtes n'ont pas pu être dessinées : {error}</translation>
    </message>
    <message>
        <source>Boxes of the last query taken back: {count}.</source>
        <translation>Boîtes de la dernière requête retirées : {count}.</translation>
    </message>
    <message>
        <source>Cleared boxes put back: {count}.</source>
        <translation>Boîtes effacées remises : {count}.</translation>
    </message>
    <message>
        <source>The removed box is put back.</source>
        <translation>La boîte retirée est remise.</translation>
    </message>
    <message>
        <source>The box is back where it was.</source>
        <translation>La boîte est revenue à sa place.</translation>
    </message>
    <message>
        <source>The box has its former name again.</source>
        <translation>La boîte a repris son ancien nom.</translation>
    </message>
    <message>
        <source>What was said of the box is taken back.</source>
        <translation>Le jugement sur la boîte est retiré.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Il n'y a rien à défaire.</translation>
    </message>
    <message>
        <source>There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out.</source>
        <translation>Il n'y a rien à défaire : les boîtes de la scène ne sont pas de cette session. Effacer les retire.</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>Il n'y a rien à refaire.</translation>
    </message>
    <message>
        <source>Boxes of the query drawn again: {count}.</source>
        <translation>Boîtes de la requête redessinées : {count}.</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene again: {count}.</source>
        <translation>Boîtes de nouveau retirées de la scène : {count}.</translation>
    </message>
    <message>
        <source>The box is removed again.</source>
        <translation>La boîte est de nouveau retirée.</translation>
    </message>
    <message>
        <source>The box is again where you put it.</source>
        <translation>La boîte est de nouveau là où vous l'avez mise.</translation>
    </message>
    <message>
        <source>The box has your name again.</source>
        <translation>La boîte porte de nouveau le nom que vous lui avez donné.</translation>
    </message>
    <message>
        <source>What was said of the box is said again.</source>
        <translation>Le jugement sur la boîte est rétabli.</translation>
    </message>
    <message>
        <source>Written: result.json and boxes.mrk.json in {folder}</source>
        <translation>Écrit : result.json et boxes.mrk.json dans {folder}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are in result.json only: {count}.</source>
        <translation>Les boîtes qui ne sont plus dans la scène sont dans result.json seulement : {count}.</translation>
    </message>
    <message>
        <source>{query} → {label}</source>
        <translation>{query} → {label}</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>incertain</translation>
    </message>
    <message>
        <source>found</source>
        <translation>trouvé</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>inconnu de ce modèle</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>réponse inutilisable</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>non trouvé</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Click to bring the views there.</source>
        <translation>Incertain : le score est faible, regardez vous-même. Un clic y amène les vues.</translation>
    </message>
    <message>
        <source>Found. Click to bring the views there.</source>
        <translation>Trouvé. Un clic y amène les vues.</translation>
    </message>
    <message>
        <source>The model says that this is not on the slice that was asked.</source>
        <translation>Le modèle dit que ce n'est pas sur la coupe demandée.</translation>
    </message>
    <message>
        <source>* MIS-SemSam chose another word than the model's first choice {count} times.</source>
        <translation>* MIS-SemSam a choisi {count} fois un autre mot que le premier choix du modèle.</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>Le modèle a écrit : {answer}</translation>
    </message>
</context>
<context>
    <name>panel.export_menu</name>
    <message>
        <source>Answer and boxes (result.json, boxes.mrk.json)...</source>
        <translation>Réponse et boîtes (result.json, boxes.mrk.json)...</translation>
    </message>
    <message>
        <source>Table of the boxes (CSV)...</source>
        <translation>Tableau des boîtes (CSV)...</translation>
    </message>
    <message>
        <source>Boxes in RAS, LPS and voxels (JSON)...</source>
        <translation>Boîtes en RAS, LPS et voxels (JSON)...</translation>
    </message>
    <message>
        <source>DICOM structured report (TID 1500)...</source>
        <translation>Compte rendu structuré DICOM (TID 1500)...</translation>
    </message>
    <message>
        <source>Page with pictures (HTML)...</source>
        <translation>Page avec images (HTML)...</translation>
    </message>
    <message>
        <source>Folder for {file}</source>
        <translation>Dossier pour {file}</translation>
    </message>
    <message>
        <source>The answer could not be written: {error}</source>
        <translation>La réponse n'a pas pu être écrite : {error}</translation>
    </message>
    <message>
        <source>Written: {file} in {folder}</source>
        <translation>Écrit : {file} dans {folder}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are left out: {count}.</source>
        <translation>Les boîtes qui ne sont plus dans la scène sont omises : {count}.</translation>
    </message>
</context>
<context>
    <name>panel.handover</name>
    <message>
        <source>Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.</source>
        <translation>Segment {name} créé dans {node} : ce qui, dans la boîte, a des niveaux de gris de {low} à {high}. Corrigez-le.</translation>
    </message>
    <message>
        <source>This Slicer has no module Crop Volume.</source>
        <translation>Ce Slicer n'a pas de module Crop Volume.</translation>
    </message>
    <message>
        <source>Crop Volume has {volume} as its input and the box {box} as its ROI: press Apply there.</source>
        <translation>Crop Volume a {volume} comme entrée et la boîte {box} comme ROI : appuyez-y sur Apply.</translation>
    </message>
    <message>
        <source>This Slicer has no extension nnInteractive. Install it with the Extensions Manager.</source>
        <translation>Ce Slicer n'a pas l'extension nnInteractive. Installez-la avec le gestionnaire d'extensions.</translation>
    </message>
    <message>
        <source>This version of nnInteractive takes no box from another module. Draw the box there.</source>
        <translation>Cette version de nnInteractive ne prend pas de boîte d'un autre module. Dessinez-y la boîte.</translation>
    </message>
    <message>
        <source>nnInteractive has not been initialized. Press Initialize there, come back, and press the button again.</source>
        <translation>nnInteractive n'a pas été initialisé. Appuyez-y sur Initialize, revenez, et appuyez de nouveau sur le bouton.</translation>
    </message>
    <message>
        <source>nnInteractive did not take the box: {error}</source>
        <translation>nnInteractive n'a pas pris la boîte : {error}</translation>
    </message>
    <message>
        <source>The middle slice of the box went to nnInteractive as a prompt, for segment {name} in {node}.</source>
        <translation>La coupe du milieu de la boîte a été donnée à nnInteractive, pour le segment {name} dans {node}.</translation>
    </message>
</context>
<context>
    <name>panel.known_list</name>
    <message>
        <source>This model takes any words. The names that MISGround reads in five languages: {shown}.</source>
        <translation>Ce modèle prend n'importe quels mots. Les noms que MISGround lit en cinq langues : {shown}.</translation>
    </message>
    <message>
        <source>{shown} of the {count} structures that this model knows.</source>
        <translation>{shown} des {count} structures que ce modèle connaît.</translation>
    </message>
</context>
<context>
    <name>panel.model_manager</name>
    <message>
        <source>Will not fit: it needs about {need}, and {free} are free on {card}. Choose 4bit or 8bit under Decoding and device, or a smaller model.</source>
        <translation>Trop grand : il lui faut environ {need}, et {free} sont libres sur {card}. Choisissez 4bit ou 8bit sous Décodage et matériel, ou un modèle plus petit.</translation>
    </message>
    <message>
        <source>Will not fit: it needs about {need} of memory, and {free} are free. Close other programs or choose a smaller model.</source>
        <translation>Trop grand : il lui faut environ {need} de mémoire, et {free} sont libres. Fermez d'autres programmes ou choisissez un modèle plus petit.</translation>
    </message>
    <message>
        <source>Needs about {need}; {free} are free on {card}.</source>
        <translation>Demande environ {need} ; {free} libres sur {card}.</translation>
    </message>
    <message>
        <source>Needs about {need} of memory; {free} are free.</source>
        <translation>Demande environ {need} de mémoire ; {free} libres.</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>Dossier d'un modèle</translation>
    </message>
    <message>
        <source>The download stopped: {error}</source>
        <translation>Le téléchargement s'est arrêté : {error}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Taille</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licence</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>État</translation>
    </message>
    <message>
        <source>with MISGround</source>
        <translation>intégré</translation>
    </message>
    <message>
        <source>downloaded</source>
        <translation>téléchargé</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>en partie</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>le vôtre</translation>
    </message>
    <message>
        <source>Asking Hugging Face.</source>
        <translation>Interrogation de Hugging Face.</translation>
    </message>
    <message>
        <source>The download begins.</source>
        <translation>Le téléchargement commence.</translation>
    </message>
    <message>
        <source>The download could not be started: {error}</source>
        <translation>Le téléchargement n'a pas pu commencer : {error}</translation>
    </message>
    <message>
        <source>{done} of {total}: {file}</source>
        <translation>{done} sur {total} : {file}</translation>
    </message>
    <message>
        <source>Cancelled. What came is kept: Download goes on from there.</source>
        <translation>Annulé. Ce qui est arrivé est gardé : Télécharger reprend là.</translation>
    </message>
    <message>
        <source>The model is here: {folder}</source>
        <translation>Le modèle est ici : {folder}</translation>
    </message>
    <message>
        <source>through the system's proxy {proxy}</source>
        <translation>par le proxy du système {proxy}</translation>
    </message>
    <message>
        <source>without a proxy</source>
        <translation>sans proxy</translation>
    </message>
    <message>
        <source>{size} in {count} files, licence {licence} ({terms}), to {folder}, {way}.</source>
        <translation>{size} en {count} fichiers, licence {licence} ({terms}), vers {folder}, {way}.</translation>
    </message>
    <message>
        <source>{offer} Its terms must be accepted on its page first.</source>
        <translation>{offer} Ses conditions doivent d'abord être acceptées sur sa page.</translation>
    </message>
    <message>
        <source>Download {size} under the licence {licence}</source>
        <translation>Télécharger {size} sous la licence {licence}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Annuler</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Télécharger</translation>
    </message>
    <message>
        <source>Boxes as {name} writes them.</source>
        <translation>Boîtes comme {name} les écrit.</translation>
    </message>
    <message>
        <source>32 bit</source>
        <translation>32 bits</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 bits</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 bits</translation>
    </message>
    <message>
        <source>4 bit</source>
        <translation>4 bits</translation>
    </message>
    <message>
        <source>Memory: {needs}; 8 and 4 bit on a CUDA card only. Free on this computer: {free}.</source>
        <translation>Mémoire : {needs} ; 8 et 4 bits sur une carte CUDA seulement. Libre sur cet ordinateur : {free}.</translation>
    </message>
    <message>
        <source>{model} is asked from now on.</source>
        <translation>{model} est désormais interrogé.</translation>
    </message>
    <message>
        <source>Remove {model} from this computer?</source>
        <translation>Supprimer {model} de cet ordinateur ?</translation>
    </message>
    <message>
        <source>{model} is listed.</source>
        <translation>{model} est dans la liste.</translation>
    </message>
    <message>
        <source>{folder} could not be made: {error}</source>
        <translation>{folder} n'a pas pu être créé : {error}</translation>
    </message>
</context>
<context>
    <name>panel.model_section</name>
    <message>
        <source>{model} (embedded)</source>
        <translation>{model} (intégré)</translation>
    </message>
    <message>
        <source>Type the server's address like this: server:http://127.0.0.1:8000</source>
        <translation>Tapez l'adresse du serveur ainsi : server:http://127.0.0.1:8000</translation>
    </message>
    <message>
        <source>Answers come from the server {address}.</source>
        <translation>Les réponses viennent du serveur {address}.</translation>
    </message>
    <message>
        <source>Answers come from the server {address}, another computer: slices and queries go there.</source>
        <translation>Les réponses viennent du serveur {address}, un autre ordinateur : coupes et requêtes y vont.</translation>
    </message>
    <message>
        <source>The server {address} is another computer: slices and queries would go there.</source>
        <translation>Le serveur {address} est un autre ordinateur : coupes et requêtes y iraient.</translation>
    </message>
    <message>
        <source>The check stopped: {error}</source>
        <translation>La vérification s'est arrêtée : {error}</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Mesuré</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modèle</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>IC à 95 %</translation>
    </message>
    <message>
        <source>Guess</source>
        <translation>Hasard</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Sur</translation>
    </message>
    <message>
        <source>The check could not be started: {error}</source>
        <translation>La vérification n'a pas pu commencer : {error}</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>Annuler la vérification</translation>
    </message>
    <message>
        <source>The model is loading.</source>
        <translation>Le modèle se charge.</translation>
    </message>
    <message>
        <source>{percent} % asked.</source>
        <translation>{percent} % des questions posées.</translation>
    </message>
    <message>
        <source>Cancelled. The table holds what was answered before.</source>
        <translation>Annulé. Le tableau contient ce qui avait été répondu.</translation>
    </message>
    <message>
        <source>Cancelled before the first answer.</source>
        <translation>Annulé avant la première réponse.</translation>
    </message>
    <message>
        <source>{name}, revision {revision}</source>
        <translation>{name}, révision {revision}</translation>
    </message>
    <message>
        <source>{model}, {decoding}. {count} pictures of made-up bodies: a first look, not a clinical measure. Guess: always the usual place.</source>
        <translation>{model}, {decoding}. {count} images de corps inventés : un premier regard, pas une mesure clinique. Hasard : toujours le lieu habituel.</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Vérifier le modèle</translation>
    </message>
    <message>
        <source>The installed PyTorch {version} does not fit: {needed} is needed. Open the module PyTorch Utils, uninstall PyTorch, restart Slicer and press Ground again.</source>
        <translation>La version {version} de PyTorch qui est installée ne convient pas : il faut {needed}. Ouvrez le module PyTorch Utils, désinstallez PyTorch, redémarrez Slicer et appuyez de nouveau sur Localiser.</translation>
    </message>
    <message>
        <source>PyTorch was not installed. Press Ground to be asked again.</source>
        <translation>PyTorch n'a pas été installé. Appuyez sur Localiser pour que la question revienne.</translation>
    </message>
    <message>
        <source>These Python packages are missing: {packages}. Install them and press Ground again.</source>
        <translation>Ces paquets Python manquent : {packages}. Installez-les et appuyez de nouveau sur Localiser.</translation>
    </message>
    <message>
        <source>PyTorch is missing. Install the extension named PyTorch with the Extensions Manager, restart Slicer and press Ground again.</source>
        <translation>PyTorch manque. Installez l'extension nommée PyTorch avec le gestionnaire d'extensions, redémarrez Slicer et appuyez de nouveau sur Localiser.</translation>
    </message>
    <message>
        <source>PyTorch could not be installed: {error}</source>
        <translation>PyTorch n'a pas pu être installé : {error}</translation>
    </message>
    <message>
        <source>MISGround needs these Python packages: {packages}. Install them now?</source>
        <translation>MISGround a besoin de ces paquets Python : {packages}. Les installer maintenant ?</translation>
    </message>
    <message>
        <source>The Python packages could not be installed: {error}. Press Ground to try again.</source>
        <translation>Les paquets Python n'ont pas pu être installés : {error}. Appuyez sur Localiser pour réessayer.</translation>
    </message>
    <message>
        <source>The installed transformers cannot read pictures without torchvision. Update it to 5.4 or later and press Ground again.</source>
        <translation>La version installée de transformers ne peut pas lire d'images sans torchvision. Mettez-la à jour en 5.4 ou plus et appuyez de nouveau sur Localiser.</translation>
    </message>
</context>
<context>
    <name>panel.parameters</name>
    <message>
        <source>whole volume</source>
        <translation>volume entier</translation>
    </message>
    <message>
        <source>this slice</source>
        <translation>cette coupe</translation>
    </message>
</context>
<context>
    <name>panel.query_history</name>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}</source>
        <translation>{time} {queries} : {found} sur {count} dans {volume}</translation>
    </message>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}, whole volume</source>
        <translation>{time} {queries} : {found} sur {count} dans {volume}, volume entier</translation>
    </message>
    <message>
        <source>{line}, {time}, by {model}</source>
        <translation>{line}, {time}, par {model}</translation>
    </message>
</context>
<context>
    <name>panel.results_table</name>
    <message>
        <source>removed</source>
        <translation>retirée</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>acceptée</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rejetée</translation>
    </message>
    <message>
        <source>unsure, adjusted</source>
        <translation>incertaine, ajustée</translation>
    </message>
    <message>
        <source>adjusted</source>
        <translation>ajustée</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Résultat</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Score</translation>
    </message>
</context>
<context>
    <name>panel.runner</name>
    <message>
        <source>memory ran out. Close other data or programs.</source>
        <translation>la mémoire n'a pas suffi. Fermez d'autres données ou programmes.</translation>
    </message>
    <message>
        <source>A slice is asked at the item shown alone: give scope="volume" for every item.</source>
        <translation>Une coupe n'est interrogée qu'à l'élément affiché : donnez scope="volume" pour chaque élément.</translation>
    </message>
    <message>
        <source>The volume left the scene while the model answered, so nothing was drawn. Ask again.</source>
        <translation>Le volume a quitté la scène pendant que le modèle répondait ; rien n'a été dessiné. Redemandez.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>L'exécution a été annulée.</translation>
    </message>
    <message>
        <source>{path} could not be written. Free some space or choose another folder.</source>
        <translation>{path} n'a pas pu être écrit. Libérez de la place ou choisissez un autre dossier.</translation>
    </message>
</context>
<context>
    <name>panel.slice_views</name>
    <message>
        <source>There is no slice view named {name}. Choose another view.</source>
        <translation>Il n'y a pas de vue en coupe nommée {name}. Choisissez une autre vue.</translation>
    </message>
</context>
<context>
    <name>panel.startup</name>
    <message>
        <source>MISGround</source>
        <translation>MISGround</translation>
    </message>
</context>
<context>
    <name>panel.study_run</name>
    <message>
        <source>No volume is checked. Check one or more in the list.</source>
        <translation>Aucun volume n'est coché. Cochez-en un ou plusieurs dans la liste.</translation>
    </message>
    <message>
        <source>It left the scene.</source>
        <translation>Il a quitté la scène.</translation>
    </message>
    <message>
        <source>Unexpected: {error}</source>
        <translation>Inattendu : {error}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}</source>
        <translation>Volume {number} sur {count}, {name}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}: question {asked} of about {all}</source>
        <translation>Volume {number} sur {count}, {name} : question {asked} sur environ {all}</translation>
    </message>
    <message>
        <source>{done} asked, {skipped} answered before, {failed} not answered, of {count} volumes.</source>
        <translation>{done} interrogés, {skipped} déjà traités, {failed} sans réponse, sur {count} volumes.</translation>
    </message>
    <message>
        <source>Stopped: {said} What is answered stays, and is not asked again.</source>
        <translation>Arrêté : {said} Les réponses obtenues restent et ne sont pas redemandées.</translation>
    </message>
    <message>
        <source>Of a sequence the item shown is asked alone in a study.</source>
        <translation>D'une séquence, seul l'élément affiché est interrogé ici.</translation>
    </message>
</context>
<context>
    <name>panel.study_section</name>
    <message>
        <source>The study stopped: {error}</source>
        <translation>L'interrogation s'est arrêtée : {error}</translation>
    </message>
    <message>
        <source>Several volumes are being asked. Wait, or stop that under Several volumes.</source>
        <translation>Plusieurs volumes sont en cours d'interrogation. Attendez, ou arrêtez-la sous Plusieurs volumes.</translation>
    </message>
    <message>
        <source>A query is on its way. Wait for it, or stop it with Esc.</source>
        <translation>Une requête est en cours. Attendez, ou arrêtez-la avec Échap.</translation>
    </message>
    <message>
        <source>Check two volumes: the first visit stands above the second in the list.</source>
        <translation>Cochez deux volumes : le premier examen est au-dessus du second dans la liste.</translation>
    </message>
    <message>
        <source>The study could not be started: {error}</source>
        <translation>L'interrogation n'a pas pu commencer : {error}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Arrêter</translation>
    </message>
    <message>
        <source>The registration was stopped: nothing was compared.</source>
        <translation>Le recalage a été arrêté : rien n'a été comparé.</translation>
    </message>
    <message>
        <source>The volumes could not be compared: {error}</source>
        <translation>Les volumes n'ont pas pu être comparés : {error}</translation>
    </message>
    <message>
        <source>Registering the volumes: {percent} %</source>
        <translation>Recalage des volumes : {percent} %</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Cible</translation>
    </message>
    <message>
        <source>Size change</source>
        <translation>Δ taille</translation>
    </message>
    <message>
        <source>Box change</source>
        <translation>Δ boîte</translation>
    </message>
    <message>
        <source>Centre moved</source>
        <translation>Δ centre</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>Premier examen</translation>
    </message>
    <message>
        <source>Second visit</source>
        <translation>Second examen</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>Interroger les volumes cochés</translation>
    </message>
</context>
<context>
    <name>panel.suggestions</name>
    <message>
        <source>{set} ({count})</source>
        <translation>{set} ({count})</translation>
    </message>
</context>
<context>
    <name>panel.volume_search</name>
    <message>
        <source>{found} of {count} found in {where}, in {seconds} s and {questions} questions.</source>
        <translation>{found} sur {count} trouvés ({where}), en {seconds} s et {questions} questions.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) in {where}, in {seconds} s and {questions} questions.</source>
        <translation>{found} sur {count} trouvés ({unsure} incertains ; {where}), en {seconds} s et {questions} questions.</translation>
    </message>
    <message>
        <source>the volume</source>
        <translation>volume</translation>
    </message>
    <message>
        <source>{items} items of the sequence</source>
        <translation>{items} éléments de la séquence</translation>
    </message>
    <message>
        <source>the volume at {item}</source>
        <translation>volume à {item}</translation>
    </message>
    <message>
        <source>{summary} It stopped at its limit of questions.</source>
        <translation>{summary} Arrêt à la limite du nombre de questions.</translation>
    </message>
    <message>
        <source>{before} Kept what was known by then: {found} of {count} found after {questions} questions.</source>
        <translation>{before} Gardé ce qui était alors connu : {found} sur {count} trouvés après {questions} questions.</translation>
    </message>
    <message>
        <source>The search was stopped, and its boxes were taken back: {count}.</source>
        <translation>La recherche a été arrêtée, et ses boîtes retirées : {count}.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>Annulé. Rien n'a été dessiné.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Annulé.</translation>
    </message>
    <message>
        <source>Looking: {plane} {place}, question {number} of about {count}</source>
        <translation>Recherche : {plane} {place}, question {number} sur environ {count}</translation>
    </message>
    <message>
        <source>Item {item}. {progress}</source>
        <translation>Élément {item}. {progress}</translation>
    </message>
    <message>
        <source>{progress}, {time} left</source>
        <translation>{progress}, encore {time}</translation>
    </message>
    <message>
        <source>{found} of {count} found so far</source>
        <translation>{found} sur {count} trouvés jusqu'ici</translation>
    </message>
    <message>
        <source>Stop the search (Esc). What is known by then stays.</source>
        <translation>Arrêter la recherche (Échap). Ce qui est alors connu reste.</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>une seconde</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} s</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} min</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} h</translation>
    </message>
    <message>
        <source>About {count} questions to this model. How long one takes here is not known before the first search: to try it, set a limit of questions below.</source>
        <translation>Environ {count} questions à ce modèle. La durée de chacune sur cet ordinateur n'est pas connue avant la première recherche : pour essayer, fixez plus bas une limite de questions.</translation>
    </message>
    <message>
        <source>About {count} questions to this model, in about {time}.</source>
        <translation>Environ {count} questions à ce modèle, en environ {time}.</translation>
    </message>
    <message>
        <source>{label} found from S {high} to {low} mm</source>
        <translation>{label} trouvé de S {high} à {low} mm</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>inconnu de ce modèle</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>incertain</translation>
    </message>
    <message>
        <source>found</source>
        <translation>trouvé</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>recherche</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>réponse inutilisable</translation>
    </message>
    <message>
        <source>not in this volume</source>
        <translation>pas dans ce volume</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>pas trouvé jusqu'ici</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}, {count} questions.</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Choose the row to bring the views there.</source>
        <translation>Incertain : le score est faible, regardez vous-même. Choisir la ligne y amène les vues.</translation>
    </message>
    <message>
        <source>Choose the row to bring the views there.</source>
        <translation>Choisir la ligne y amène les vues.</translation>
    </message>
</context>
<context>
    <name>panel.widget</name>
    <message>
        <source>The model's answer could not be read: {error}</source>
        <translation>La réponse du modèle n'a pas pu être lue : {error}</translation>
    </message>
    <message>
        <source>The query could not be started: {error}</source>
        <translation>La requête n'a pas pu commencer : {error}</translation>
    </message>
    <message>
        <source>A search of the volume is on its way. Check the model when it is done.</source>
        <translation>Une recherche dans le volume est en cours. Vérifiez le modèle quand elle sera finie.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>Annulé. Rien n'a été dessiné.</translation>
    </message>
    <message>
        <source>The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.</source>
        <translation>Le volume a quitté la scène, la requête a donc été arrêtée. Votre texte est gardé : choisissez un volume et redemandez.</translation>
    </message>
</context>
<context>
    <name>MISGroundLib</name>
    <message>
        <source>Comes with MISGround: known structures by name, on any computer, in well under a second; no free text.</source>
        <translation>Fourni avec MISGround : des structures connues par leur nom, sur tout ordinateur, en bien moins d'une seconde ; pas de texte libre.</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 8 GB or on a CPU; general pictures, not trained for medicine.</source>
        <translation>Boîtes à partir de texte libre, sur une carte de 8 Go ou un processeur ; images générales, non entraîné pour la médecine.</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 16 GB, in 8 bit on 10 GB; general pictures, not trained for medicine.</source>
        <translation>Boîtes à partir de texte libre, sur une carte de 16 Go, en 8 bits sur 10 Go ; images générales, non entraîné pour la médecine.</translation>
    </message>
    <message>
        <source>Boxes of free text and questions in words on a card of 24 GB, in 4 bit on less; not trained for medicine.</source>
        <translation>Boîtes à partir de texte libre et questions en mots, sur une carte de 24 Go, en 4 bits sur moins ; non entraîné pour la médecine.</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it. Research use only.</source>
        <translation>La génération d'avant Qwen3-VL ; beaucoup de modèles médicaux en sont issus. Pour la recherche seulement.</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it.</source>
        <translation>La génération d'avant Qwen3-VL ; beaucoup de modèles médicaux en sont issus.</translation>
    </message>
    <message>
        <source>Made for medicine: questions in words about CT, MR and X-rays; boxes only on chest X-rays. Its makers' terms forbid clinical use.</source>
        <translation>Fait pour la médecine : questions en mots sur le scanner, l'IRM et les radiographies ; boîtes seulement sur les radiographies du thorax. Les conditions de ses auteurs interdisent l'usage clinique.</translation>
    </message>
    <message>
        <source>unknown decoding {value!r}: choose semsam, greedy, no-neighbours, shuffled or case-merge</source>
        <translation>décodage inconnu {value!r} : choisissez semsam, greedy, no-neighbours, shuffled ou case-merge</translation>
    </message>
    <message>
        <source>unknown SemSam mode {value!r}: choose safe or paper</source>
        <translation>mode SemSam inconnu {value!r} : choisissez safe ou paper</translation>
    </message>
    <message>
        <source>top_m is {value}: give 1 or more candidates</source>
        <translation>top_m vaut {value} : donnez 1 candidat ou plus</translation>
    </message>
    <message>
        <source>top_p is {value}: give a number above 0 and up to 1</source>
        <translation>top_p vaut {value} : donnez un nombre supérieur à 0 et jusqu'à 1</translation>
    </message>
    <message>
        <source>k is {value}: give 1 or more neighbours (1 equals greedy)</source>
        <translation>k vaut {value} : donnez 1 voisin ou plus (1 revient à greedy)</translation>
    </message>
    <message>
        <source>unknown option {value!r} of the graph: choose from mutual, no-hubs, merge-variants, no-contrasts</source>
        <translation>option inconnue {value!r} du graphe : choisissez parmi mutual, no-hubs, merge-variants, no-contrasts</translation>
    </message>
    <message>
        <source>together is {value}: give 1 or more questions a batch</source>
        <translation>together vaut {value} : donnez 1 question à la fois ou plus</translation>
    </message>
    <message>
        <source>window is {value!r}: give 'automatic' or 'as displayed'</source>
        <translation>window vaut {value!r} : donnez 'automatic' ou 'as displayed'</translation>
    </message>
    <message>
        <source>scope is {value!r}: give slice or volume</source>
        <translation>scope vaut {value!r} : donnez slice ou volume</translation>
    </message>
    <message>
        <source>budget is {value}: give the most questions to ask, or 0 for as many as it takes</source>
        <translation>budget vaut {value} : donnez le nombre maximal de questions, ou 0 pour autant qu'il en faut</translation>
    </message>
    <message>
        <source>unknown box format {value!r}: choose automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava or medvision-v0</source>
        <translation>format de boîtes inconnu {value!r} : choisissez automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava ou medvision-v0</translation>
    </message>
    <message>
        <source>items is {value!r}: give shown or every</source>
        <translation>items vaut {value!r} : donnez shown ou every</translation>
    </message>
    <message>
        <source>unknown precision {value!r}: choose auto, 8bit or 4bit</source>
        <translation>précision inconnue {value!r} : choisissez auto, 8bit ou 4bit</translation>
    </message>
    <message>
        <source>There is no query. Type what to look for, one target a line, for example: left kidney</source>
        <translation>Il n'y a pas de requête. Tapez ce qu'il faut chercher, une cible par ligne, par exemple : rein gauche</translation>
    </message>
    <message>
        <source>A query has {count} characters and the most is {maximum_query_length}. Name one target a line, in a few words.</source>
        <translation>Une requête a {count} caractères, et le maximum est {maximum_query_length}. Nommez une cible par ligne, en quelques mots.</translation>
    </message>
    <message>
        <source>There are {count} queries and the most at once is {maximum_queries}. Ask them in parts.</source>
        <translation>Il y a {count} requêtes, et le maximum à la fois est {maximum_queries}. Posez-les en plusieurs fois.</translation>
    </message>
    <message>
        <source>The audit file {path} cannot be written: {reason}. Choose another file, or none.</source>
        <translation>Le fichier d'audit {path} ne peut pas être écrit : {reason}. Choisissez un autre fichier, ou aucun.</translation>
    </message>
    <message>
        <source>{query}: {model} draws one box round all of them, so that they cannot be counted. Ask for {target}, or choose a model that lists its boxes, and ask on a slice.</source>
        <translation>{query} : {model} trace une seule boîte autour de tous, qui ne peuvent donc pas être comptés. Demandez {target}, ou choisissez un modèle qui énumère ses boîtes et interrogez une coupe.</translation>
    </message>
    <message>
        <source>{query}: a search of a volume draws one box for each target, so that nothing can be counted. Ask on a slice.</source>
        <translation>{query} : une recherche dans un volume trace une boîte par cible, de sorte que rien ne peut être compté. Interrogez une coupe.</translation>
    </message>
    <message>
        <source>The Python package {package} is missing or cannot be used ({error}). Install MISGround's Python packages (see README), then ask again.</source>
        <translation>Le paquet Python {package} manque ou n'est pas utilisable ({error}). Installez les paquets Python de MISGround (voir README), puis redemandez.</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>La mémoire de la carte graphique n'a pas suffi. Choisissez un modèle plus petit ou le matériel cpu, ou fermez d'autres programmes, et redemandez.</translation>
    </message>
    <message>
        <source>The computer ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>La mémoire de l'ordinateur n'a pas suffi. Choisissez un modèle plus petit ou le matériel cpu, ou fermez d'autres programmes, et redemandez.</translation>
    </message>
    <message>
        <source>The graphics card reported an error ({first_line}). The next query starts the model afresh; if it happens again, choose the device cpu.</source>
        <translation>La carte graphique a signalé une erreur ({first_line}). La prochaine requête redémarre le modèle ; si cela se reproduit, choisissez le matériel cpu.</translation>
    </message>
    <message>
        <source>The model failed ({name}: {first_line}). Ask again; if it happens again, choose another model.</source>
        <translation>Le modèle a échoué ({name} : {first_line}). Redemandez ; si cela se reproduit, choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>There is no question to ask. Type what to look for.</source>
        <translation>Il n'y a pas de question à poser. Tapez ce qu'il faut chercher.</translation>
    </message>
    <message>
        <source>The model is still answering. Wait for it, or cancel first.</source>
        <translation>Le modèle répond encore. Attendez, ou annulez d'abord.</translation>
    </message>
    <message>
        <source>The slice's picture did not reach the model. Ask again.</source>
        <translation>L'image de la coupe n'est pas parvenue au modèle. Redemandez.</translation>
    </message>
    <message>
        <source>The server's address cannot be read ({error}). Give one like this: for example http://127.0.0.1:8000.</source>
        <translation>L'adresse du serveur ne peut pas être lue ({error}). Donnez-en une comme celle-ci : http://127.0.0.1:8000.</translation>
    </message>
    <message>
        <source>The server's address holds a user's name or password. Give the address alone, for example http://127.0.0.1:8000; a key goes into the environment variable MISGROUND_SERVER_KEY.</source>
        <translation>L'adresse du serveur contient un nom d'utilisateur ou un mot de passe. Donnez l'adresse seule, par exemple http://127.0.0.1:8000 ; une clé va dans la variable d'environnement MISGROUND_SERVER_KEY.</translation>
    </message>
    <message>
        <source>{text!r} is no address of a server. Give http://, its name and its port, for example http://127.0.0.1:8000.</source>
        <translation>{text!r} n'est pas une adresse de serveur. Donnez http://, son nom et son port, par exemple http://127.0.0.1:8000.</translation>
    </message>
    <message>
        <source>The server {address} is another computer, and pictures stay on this one unless you say otherwise. If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server on the command line; else choose a server on 127.0.0.1.</source>
        <translation>Le serveur {address} est un autre ordinateur, et les images restent sur celui-ci sauf avis contraire de votre part. Si elles peuvent y aller, cochez "Les images peuvent sortir d'ici" dans le panneau, ou donnez --allow-remote-server en ligne de commande ; sinon, choisissez un serveur sur 127.0.0.1.</translation>
    </message>
    <message>
        <source>The key in MISGROUND_SERVER_KEY holds letters that no server takes. Copy it again.</source>
        <translation>La clé dans MISGROUND_SERVER_KEY contient des caractères qu'aucun serveur n'accepte. Copiez-la de nouveau.</translation>
    </message>
    <message>
        <source>What {where} serves cannot be read. See that it is a vLLM server's.</source>
        <translation>Ce que sert {where} ne peut pas être lu. Vérifiez que c'est un serveur vLLM.</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, not {wanted!r}. Choose it by its name there: {example}</source>
        <translation>Le serveur {where} sert {names}, pas {wanted!r}. Choisissez le modèle par son nom sur ce serveur : {example}</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, and none was chosen. Choose it by its name there: {example}</source>
        <translation>Le serveur {where} sert {names}, et aucun n'a été choisi. Choisissez le modèle par son nom sur ce serveur : {example}</translation>
    </message>
    <message>
        <source>The server {address} has no MIS-SemSam. Start it with the command that `misground serve-args` prints, or choose the decoding greedy.</source>
        <translation>Le serveur {address} n'a pas MIS-SemSam. Démarrez-le avec la commande qu'affiche `misground serve-args`, ou choisissez le décodage greedy.</translation>
    </message>
    <message>
        <source>The server {address} answered in an unknown way: {why}. See that it is a vLLM server.</source>
        <translation>Le serveur {address} a répondu d'une façon inconnue : {why}. Vérifiez que c'est un serveur vLLM.</translation>
    </message>
    <message>
        <source>The server {where} did not answer within {seconds:g} s. See that it is running and not overloaded, then ask again.</source>
        <translation>Le serveur {where} n'a pas répondu en {seconds:g} s. Vérifiez qu'il tourne et n'est pas surchargé, puis redemandez.</translation>
    </message>
    <message>
        <source>No server answers at {where} ({short}). Start it (`misground serve-args` prints the command), wait until it is ready, and ask again; or choose another model.</source>
        <translation>Aucun serveur ne répond à {where} ({short}). Démarrez-le (`misground serve-args` affiche la commande), attendez qu'il soit prêt, et redemandez ; ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>The server {where} sends us on to {elsewhere}, where MISGround does not follow. Give the address that answers itself.</source>
        <translation>Le serveur {where} renvoie à {elsewhere}, où MISGround ne le suit pas. Donnez l'adresse qui répond elle-même.</translation>
    </message>
    <message>
        <source>The server {where} wants a key ({status}). Put it into the environment variable MISGROUND_SERVER_KEY, start again, and ask again.</source>
        <translation>Le serveur {where} demande une clé ({status}). Mettez-la dans la variable d'environnement MISGROUND_SERVER_KEY, redémarrez, et redemandez.</translation>
    </message>
    <message>
        <source>The server {where} refused the question{status}: {words}</source>
        <translation>Le serveur {where} a refusé la question{status} : {words}</translation>
    </message>
    <message>
        <source>The server {address} closed the connection in the middle of an answer. See that it is still running, then ask again.</source>
        <translation>Le serveur {address} a fermé la connexion au milieu d'une réponse. Vérifiez qu'il tourne encore, puis redemandez.</translation>
    </message>
    <message>
        <source>What the server {address} answered is not of the OpenAI interface ({short}). See that the address is a vLLM server's.</source>
        <translation>Ce que le serveur {address} a répondu n'est pas de l'interface OpenAI ({short}). Vérifiez que l'adresse est celle d'un serveur vLLM.</translation>
    </message>
    <message>
        <source>The decoding {decoding_name} is a control that no server offers. Choose semsam or greedy, or a model on this computer.</source>
        <translation>Le décodage {decoding_name} sert de comparaison, et aucun serveur ne l'offre. Choisissez semsam ou greedy, ou un modèle sur cet ordinateur.</translation>
    </message>
    <message>
        <source>Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground serve-args --neighbours --graph`). Leave them as they are ({k}, none), or choose a model on this computer.</source>
        <translation>Les voisins (K) et les options du graphe de voisinage se choisissent au démarrage d'un serveur (`misground serve-args --neighbours --graph`). Laissez-les comme ils sont ({k}, none), ou choisissez un modèle sur cet ordinateur.</translation>
    </message>
    <message>
        <source>A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model on this computer.</source>
        <translation>Un serveur avec MIS-SemSam prend toujours le meilleur jeton. Désactivez le tirage au hasard, ou choisissez un modèle sur cet ordinateur.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>L'exécution a été annulée.</translation>
    </message>
    <message>
        <source>{count} slices cannot be asked about at once: give 2 to {most}.</source>
        <translation>On ne peut pas interroger {count} coupes à la fois : donnez-en de 2 à {most}.</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are of one scan and plane: give such slices.</source>
        <translation>Les coupes interrogées ensemble sont d'un même examen et d'un même plan : donnez de telles coupes.</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are parallel and of one size: give such slices.</source>
        <translation>Les coupes interrogées ensemble sont parallèles et de même taille : donnez de telles coupes.</translation>
    </message>
    <message>
        <source>The sequence holds no image. Choose another volume.</source>
        <translation>La séquence ne contient aucune image. Choisissez un autre volume.</translation>
    </message>
    <message>
        <source>There is nothing to see: each slice that was looked at has one grey value everywhere, or is too thin. Choose another volume, or the window "as displayed".</source>
        <translation>Il n'y a rien à voir : chaque coupe regardée a partout le même niveau de gris, ou est trop mince. Choisissez un autre volume, ou la fenêtre "as displayed".</translation>
    </message>
    <message>
        <source>A path is empty. Give the path of a file or a folder.</source>
        <translation>Un chemin est vide. Donnez le chemin d'un fichier ou d'un dossier.</translation>
    </message>
    <message>
        <source>The path {text} holds a zero character. Check it.</source>
        <translation>Le chemin {text} contient un caractère nul. Vérifiez-le.</translation>
    </message>
    <message>
        <source>The path {text} is no name that this system's files can have. Check it.</source>
        <translation>Le chemin {text} n'est pas un nom que les fichiers de ce système peuvent avoir. Vérifiez-le.</translation>
    </message>
    <message>
        <source>The folder {source} is empty: it holds no DICOM series. Give another.</source>
        <translation>Le dossier {source} est vide : il ne contient aucune série DICOM. Donnez-en un autre.</translation>
    </message>
    <message>
        <source>{source} cannot be read: it is empty (0 bytes). Copy it again from where it came.</source>
        <translation>{source} ne peut pas être lu : il est vide (0 octet). Copiez-le de nouveau depuis son origine.</translation>
    </message>
    <message>
        <source>{source} is {kind}{value}. Give a file or a folder.</source>
        <translation>{source} n'est pas utilisable : {kind}{value}. Donnez un fichier ou un dossier.</translation>
    </message>
    <message>
        <source>{link} Give another file.</source>
        <translation>{link} Donnez un autre fichier.</translation>
    </message>
    <message>
        <source>{file} is a folder. Give the name of a file to write.</source>
        <translation>{file} est un dossier. Donnez le nom d'un fichier à écrire.</translation>
    </message>
    <message>
        <source>Another run is writing to {folder}. Wait for it, or give another folder.</source>
        <translation>Une autre exécution écrit dans {folder}. Attendez, ou donnez un autre dossier.</translation>
    </message>
    <message>
        <source>{link} Fetch it with `git annex get`.</source>
        <translation>{link} Récupérez-le avec `git annex get`.</translation>
    </message>
    <message>
        <source>{link} Check where it should lead.</source>
        <translation>{link} Vérifiez où il devrait mener.</translation>
    </message>
    <message>
        <source>There is no file or folder {path}. Check the path.</source>
        <translation>Il n'y a ni fichier ni dossier {path}. Vérifiez le chemin.</translation>
    </message>
    <message>
        <source>{path} may not be read by you. Ask for the permission, or copy it to a folder of your own.</source>
        <translation>Vous n'avez pas le droit de lire {path}. Demandez-le, ou copiez-le dans un dossier à vous.</translation>
    </message>
    <message>
        <source>The path {path} is longer than the system allows. Give a shorter one.</source>
        <translation>Le chemin {path} est plus long que le système ne le permet. Donnez-en un plus court.</translation>
    </message>
    <message>
        <source>{path} lies below a link that leads back to itself. Mend the link, or give another path.</source>
        <translation>{path} est sous un lien qui ramène à lui-même. Corrigez le lien, ou donnez un autre chemin.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk that it is on.</source>
        <translation>{path} ne peut pas être ouvert : {reason}. Vérifiez le disque où il se trouve.</translation>
    </message>
    <message>
        <source>{link} Give another folder for the answers.</source>
        <translation>{link} Donnez un autre dossier pour les réponses.</translation>
    </message>
    <message>
        <source>{path} is a file. Give another folder for the answers.</source>
        <translation>{path} est un fichier. Donnez un autre dossier pour les réponses.</translation>
    </message>
    <message>
        <source>{path} lies below the file {file}. Give another folder for the answers.</source>
        <translation>{path} est sous le fichier {file}. Donnez un autre dossier pour les réponses.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Give another folder for the answers.</source>
        <translation>{path} ne peut pas être écrit : {reason}. Donnez un autre dossier pour les réponses.</translation>
    </message>
    <message>
        <source>{there} is a folder where a file is to be written. Move it away.</source>
        <translation>{there} est un dossier là où un fichier doit être écrit. Déplacez-le.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>{path} n'a pas pu être écrit : {reason}. Libérez de la place ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The volume holds no number: every voxel is NaN or infinite. Choose another volume.</source>
        <translation>Le volume ne contient aucun nombre : chaque voxel est NaN ou infini. Choisissez un autre volume.</translation>
    </message>
    <message>
        <source>There is no model {name} here or in the catalogue. `misground models list` lists them.</source>
        <translation>Il n'y a pas de modèle {name}, ni ici ni au catalogue. `misground models list` les énumère.</translation>
    </message>
    <message>
        <source>There is no folder {own}. Give the folder that holds config.json and the weights.</source>
        <translation>Il n'y a pas de dossier {own}. Donnez le dossier qui contient config.json et les poids.</translation>
    </message>
    <message>
        <source>{id} comes with MISGround and stays. Remove another model.</source>
        <translation>{id} est fourni avec MISGround et reste. Supprimez un autre modèle.</translation>
    </message>
    <message>
        <source>{id} is not on this computer: there is nothing to remove.</source>
        <translation>{id} n'est pas sur cet ordinateur : il n'y a rien à supprimer.</translation>
    </message>
    <message>
        <source>{folder} could not be removed whole ({reason}). Close what uses it, and try again.</source>
        <translation>{folder} n'a pas pu être supprimé en entier ({reason}). Fermez ce qui l'utilise, et réessayez.</translation>
    </message>
    <message>
        <source>The download could not be started ({reason}).</source>
        <translation>Le téléchargement n'a pas pu commencer ({reason}).</translation>
    </message>
    <message>
        <source>{model!r} is no Hugging Face id. Give OWNER/NAME, for example Qwen/Qwen3-VL-4B-Instruct.</source>
        <translation>{model!r} n'est pas un identifiant Hugging Face. Donnez OWNER/NAME, par exemple Qwen/Qwen3-VL-4B-Instruct.</translation>
    </message>
    <message>
        <source>{endpoint} answered about {model} in words that cannot be read. Try later.</source>
        <translation>{endpoint} a répondu au sujet de {model} par quelque chose d'illisible. Réessayez plus tard.</translation>
    </message>
    <message>
        <source>{endpoint} gives no commit of {model}, so that its files cannot be held to it. Try later.</source>
        <translation>{endpoint} ne donne pas de commit de {model}, si bien que ses fichiers ne peuvent pas être vérifiés. Réessayez plus tard.</translation>
    </message>
    <message>
        <source>{model} holds no config.json with safetensors weights. Choose another model.</source>
        <translation>{model} ne contient pas de config.json avec des poids safetensors. Choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>{id} needs {gigabytes} more in {folder}, and {free} are free on that disk. Free some space, or choose another folder for models.</source>
        <translation>{id} a encore besoin de {gigabytes} dans {folder}, et {free} sont libres sur ce disque. Libérez de la place, ou choisissez un autre dossier pour les modèles.</translation>
    </message>
    <message>
        <source>The connection was lost while {file_name} of {id} came ({error}). What came is kept: start the download again to go on.</source>
        <translation>La connexion a été perdue pendant l'arrivée de {file_name} de {id} ({error}). Ce qui est arrivé est gardé : relancez le téléchargement pour continuer.</translation>
    </message>
    <message>
        <source>{part} could not be written ({reason}). Free some space, or choose another folder.</source>
        <translation>{part} n'a pas pu être écrit ({reason}). Libérez de la place, ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>{file_name} of {id} did not come as the hub lists it: its checksum differs. Try again later, or check what the proxy does with downloads.</source>
        <translation>{file_name} de {id} n'est pas arrivé tel que le dépôt l'annonce : sa somme de contrôle diffère. Réessayez plus tard, ou vérifiez ce que le proxy fait des téléchargements.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached through the proxy {proxy} ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>{endpoint} n'est pas joignable par le proxy {proxy} ({error}). Vérifiez la connexion, ou copiez ici le dossier du modèle et ajoutez-le.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>{endpoint} n'est pas joignable ({error}). Vérifiez la connexion, ou copiez ici le dossier du modèle et ajoutez-le.</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms, or there is no such model. Accept them on {endpoint}/{model} and log in (`hf auth login`, or HF_TOKEN), or choose another model.</source>
        <translation>{model} est réservé à qui a accepté ses conditions, ou ce modèle n'existe pas. Acceptez-les sur {endpoint}/{model} et connectez-vous (`hf auth login`, ou HF_TOKEN), ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>Hugging Face knows no model {model}. Check the spelling.</source>
        <translation>Hugging Face ne connaît pas de modèle {model}. Vérifiez l'orthographe.</translation>
    </message>
    <message>
        <source>The proxy {proxy} wants a user and password. Put them into the proxy's settings.</source>
        <translation>Le proxy {proxy} demande un nom d'utilisateur et un mot de passe. Mettez-les dans les réglages du proxy.</translation>
    </message>
    <message>
        <source>{endpoint} answered {status} for {model}. Try again later.</source>
        <translation>{endpoint} a répondu {status} pour {model}. Réessayez plus tard.</translation>
    </message>
    <message>
        <source>{what} gives a slice the width of {width:.2g} mm, which no patient has: its lengths seem to be in another unit than mm, such as metres. Export the series again from the scanner or the archive.</source>
        <translation>{what} donne à une coupe la largeur de {width:.2g} mm, qu'aucun patient n'a : ses longueurs semblent être dans une autre unité que le mm, par exemple en mètres. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{what} holds {kind} ({modality}), and no slices of a volume. Give a CT, an MR or another scan of slices.</source>
        <translation>{what} contient {kind} ({modality}), et pas de coupes d'un volume. Donnez un scanner (CT), une IRM ou un autre examen en coupes.</translation>
    </message>
    <message>
        <source>{path} holds pixels of {allocated} bits ({stored} used). MISGround reads 8, 16 and 32.</source>
        <translation>{path} contient des pixels de {allocated} bits ({stored} utilisés). MISGround lit 8, 16 et 32.</translation>
    </message>
    <message>
        <source>{frame_name} has no usable rescale slope and intercept ({rescale:g}, {rescale_2:g}), so its grey values are not known. Export the series again. (In {parent}.)</source>
        <translation>{frame_name} n'a pas de pente et d'ordonnée utilisables (Rescale Slope et Intercept : {rescale:g}, {rescale_2:g}), si bien que ses niveaux de gris ne sont pas connus. Exportez de nouveau la série. (Dans {parent}.)</translation>
    </message>
    <message>
        <source>{count} of {count_2} slices have no rescale slope and intercept, the first {without_name}, and the others have: their grey values do not go together. Export the series again. (In {parent}.)</source>
        <translation>{count} coupes sur {count_2} n'ont pas de pente et d'ordonnée (Rescale Slope et Intercept), la première est {without_name}, et les autres en ont : leurs niveaux de gris ne vont pas ensemble. Exportez de nouveau la série. (Dans {parent}.)</translation>
    </message>
    <message>
        <source>{path} holds no pixels. Give the folder that the scanner or the archive exported.</source>
        <translation>{path} ne contient pas de pixels. Donnez le dossier exporté par l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{path} is cut off: {present} of the {needed} bytes of its pixels are there. Copy it again from where it came.</source>
        <translation>{path} est tronqué : {present} des {needed} octets de ses pixels sont là. Copiez-le de nouveau depuis son origine.</translation>
    </message>
    <message>
        <source>{path} says that it holds {frames} frames of {columns} x {rows} pixels, more than {size} bytes can hold: its header is wrong. Copy it again from where it came.</source>
        <translation>{path} annonce {frames} images de {columns} x {rows} pixels, plus que {size} octets ne peuvent contenir : son en-tête est faux. Copiez-le de nouveau depuis son origine.</translation>
    </message>
    <message>
        <source>The pixels of {path} cannot be decoded ({name}; {reason}). Copy the file again, or export the series uncompressed.</source>
        <translation>Les pixels de {path} ne peuvent pas être décodés ({name} ; {reason}). Copiez de nouveau le fichier, ou exportez la série sans compression.</translation>
    </message>
    <message>
        <source>Some slices of the series are stored with white as high values and some with white as low ones (MONOCHROME1). Export the series again. (In {parent}.)</source>
        <translation>Certaines coupes de la série sont enregistrées avec le blanc en valeurs hautes et d'autres avec le blanc en valeurs basses (MONOCHROME1). Exportez de nouveau la série. (Dans {parent}.)</translation>
    </message>
    <message>
        <source>{what} holds two or more different slices at the same position at {count} of {count_2} places ({named}), and nothing in their headers, such as a time or an echo, tells which belong together. Give a folder with each slice once.</source>
        <translation>{what} contient deux coupes différentes ou plus à la même position en {count} endroits sur {count_2} ({named}), et rien dans leurs en-têtes, comme un temps ou un écho, ne dit lesquelles vont ensemble. Donnez un dossier avec chaque coupe une seule fois.</translation>
    </message>
    <message>
        <source>{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation and position contradict each other. Export the series again from the scanner or the archive.</source>
        <translation>{what} a des coupes dont les positions sont distantes de {spread:.0f} mm dans le plan des coupes : orientation et position se contredisent. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{what} holds {count} slices at the same position, as a time series of one slice does. Choose a series with slices at several positions.</source>
        <translation>{what} contient {count} coupes à la même position, comme une série temporelle d'une seule coupe. Choisissez une série avec des coupes à plusieurs positions.</translation>
    </message>
    <message>
        <source>{what} holds slices that lie beside each other in one plane, as several stacks do ({named}). Give a folder with the slices of one stack.</source>
        <translation>{what} contient des coupes côte à côte dans un même plan, comme en ont plusieurs piles ({named}). Donnez un dossier avec les coupes d'une seule pile.</translation>
    </message>
    <message>
        <source>There is no box and no point, and a DICOM SR (TID 1500) needs one. Export a page or JSON instead.</source>
        <translation>Il n'y a ni boîte ni point, et un DICOM SR (TID 1500) en demande au moins un. Exportez plutôt une page ou du JSON.</translation>
    </message>
    <message>
        <source>A DICOM SR needs the package highdicom, which is not installed. In Slicer's Python console: pip_install('highdicom'); else: pip install 'misground[export]'.</source>
        <translation>Un DICOM SR demande le paquet highdicom, qui n'est pas installé. Dans la console Python de Slicer : pip_install('highdicom') ; sinon : pip install 'misground[export]'.</translation>
    </message>
    <message>
        <source>{error} Or choose another series (--series): {listed}.</source>
        <translation>{error} Ou choisissez une autre série (--series) : {listed}.</translation>
    </message>
    <message>
        <source>{place} is a DICOMDIR, a table of contents. Give the folder it lies in, with the scan's DICOM files.</source>
        <translation>{place} est un DICOMDIR, une table des matières. Donnez le dossier où il se trouve, avec les fichiers DICOM de l'examen.</translation>
    </message>
    <message>
        <source>{said}. Copy the file again from where it came.</source>
        <translation>{said}. Copiez de nouveau le fichier depuis son origine.</translation>
    </message>
    <message>
        <source>{place} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, or a NIfTI or NRRD file.</source>
        <translation>{place} ne contient aucune série DICOM d'un examen. Donnez le dossier avec les fichiers DICOM eux-mêmes, ou un fichier NIfTI ou NRRD.</translation>
    </message>
    <message>
        <source>{place} holds no pictures: the {count} DICOM objects in it, such as {path_name}, have no pixels. Export the series again with its images.</source>
        <translation>{place} ne contient pas d'images : les {count} objets DICOM qui s'y trouvent, comme {path_name}, n'ont pas de pixels. Exportez de nouveau la série avec ses images.</translation>
    </message>
    <message>
        <source>{place} holds no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} ne contient pas d'examen mais {objects}. Donnez la série à laquelle cela appartient, comme dossier de coupes.</translation>
    </message>
    <message>
        <source>{place} is no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} n'est pas un examen mais {objects}. Donnez la série à laquelle cela appartient, comme dossier de coupes.</translation>
    </message>
    <message>
        <source>{count} series in {place} are called {wanted!r}: {listed}. Name one by its UID.</source>
        <translation>{count} séries dans {place} s'appellent {wanted!r} : {listed}. Nommez-en une par son UID.</translation>
    </message>
    <message>
        <source>No series in {place} has the number, UID or description {wanted!r}. There are: {listed}.</source>
        <translation>Aucune série dans {place} n'a le numéro, l'UID ou la description {wanted!r}. Il y a : {listed}.</translation>
    </message>
    <message>
        <source>{place} holds scans of two or more patients: {places} and {places_2} are not of the same one. Give the folder of one patient, or choose a series by its UID.</source>
        <translation>{place} contient des examens de deux patients ou plus : {places} et {places_2} ne sont pas du même. Donnez le dossier d'un seul patient, ou choisissez une série par son UID.</translation>
    </message>
    <message>
        <source>{what} holds colour pictures. MISGround reads grey values: choose another series.</source>
        <translation>{what} contient des images en couleur. MISGround lit des niveaux de gris : choisissez une autre série.</translation>
    </message>
    <message>
        <source>{path} {problem}. Copy it again from where it came.</source>
        <translation>{path} {problem}. Copiez-le de nouveau depuis son origine.</translation>
    </message>
    <message>
        <source>{name} did not come from DICOM, so that it lacks what a DICOM SR refers to: the UIDs of study, series, images and frame of reference, and the patient's data. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} ne vient pas de DICOM ; il lui manque donc ce à quoi se réfère un DICOM SR : les UID de l'étude, de la série, des images et du repère, et les données du patient. Exportez plutôt les boîtes en .mrk.json, CSV, JSON ou page.</translation>
    </message>
    <message>
        <source>The DICOM files of {name} are not at {place} any more. Say where they are (--dicom on the command line), or put them back.</source>
        <translation>Les fichiers DICOM de {name} ne sont plus à {place}. Dites où ils sont (--dicom en ligne de commande), ou remettez-les.</translation>
    </message>
    <message>
        <source>{name} does not lie where its DICOM series does (a corner is {apart:.1f} mm away): it was moved, cut or resampled, so that boxes in it would be wrong in a DICOM SR. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} n'est pas où est sa série DICOM (un coin est à {apart:.1f} mm) : il a été déplacé, rogné ou rééchantillonné, si bien que ses boîtes seraient fausses dans un DICOM SR. Exportez plutôt les boîtes en .mrk.json, CSV, JSON ou page.</translation>
    </message>
    <message>
        <source>The DICOM series of {name} lacks its {lacking}: no DICOM SR can refer to it.</source>
        <translation>Il manque à la série DICOM de {name} : {lacking}. Aucun DICOM SR ne peut s'y référer.</translation>
    </message>
    <message>
        <source>{what} has one slice only. Give the folder with all slices of the series.</source>
        <translation>{what} n'a qu'une coupe. Donnez le dossier avec toutes les coupes de la série.</translation>
    </message>
    <message>
        <source>{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. Convert it with dcm2niix and give one volume of the result.</source>
        <translation>{what} est une mosaïque : chaque fichier contient les coupes d'un volume entier comme carreaux d'une seule image. Convertissez-la avec dcm2niix et donnez un volume du résultat.</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no slice has a usable {name}, so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} ne dit pas où sont ses coupes : aucune coupe n'a de {name} utilisable, si bien que des boîtes n'auraient pas de place dans le patient. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no usable {name} in {count} of {count_2} slices ({named}), so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} ne dit pas où se trouvent ses coupes : {count} coupes sur {count_2} ({named}) n'ont pas de valeur utilisable pour {name}, si bien que les boîtes n'auraient pas de place dans le patient. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{what}: the orientation (Image Orientation Patient) of {frame_name} is not two directions at right angles. Export the series again from the scanner or the archive.</source>
        <translation>{what} : l'orientation (Image Orientation Patient) de {frame_name} n'est pas faite de deux directions à angle droit. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} orientations ({named} and {other_slices}), which are no one volume. Give a folder with the slices of one orientation, or choose another series.</source>
        <translation>{what} contient des coupes de {count} orientations ({named} et {other_slices}), qui ne font pas un seul volume. Donnez un dossier avec les coupes d'une seule orientation, ou choisissez une autre série.</translation>
    </message>
    <message>
        <source>{what} holds slices of different matrix sizes: {count} of {first} x {first_2} pixels and {count_2} of {second} x {second_2} ({named}). Give a folder with the slices of one size.</source>
        <translation>{what} contient des coupes de tailles de matrice différentes : {count} de {first} x {first_2} pixels et {count_2} de {second} x {second_2} ({named}). Donnez un dossier avec les coupes d'une seule taille.</translation>
    </message>
    <message>
        <source>{what} holds slices of different pixel spacing: {usual:g} x {usual_2:g} mm, and {pixel_size:g} x {pixel_size_2:g} mm in {count} of {count_2} ({named}). Give a folder with the slices of one scan.</source>
        <translation>{what} contient des coupes d'espacements de pixels différents : {usual:g} x {usual_2:g} mm, et {pixel_size:g} x {pixel_size_2:g} mm dans {count} sur {count_2} ({named}). Donnez un dossier avec les coupes d'un seul examen.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} frames of reference (Frame of Reference UID; as of {named}): their positions do not share one origin. Give a folder with the slices of one scan.</source>
        <translation>{what} contient des coupes de {count} repères (Frame of Reference UID ; comme {named}) : leurs positions n'ont pas la même origine. Donnez un dossier avec les coupes d'un seul examen.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} {repeats} that lie between each other. Give a folder with the slices of one of them.</source>
        <translation>{what} contient des coupes entremêlées de {count} {repeats}. Donnez un dossier avec les coupes de l'un d'eux.</translation>
    </message>
    <message>
        <source>{what} holds {count} stacks of slices, with gaps between them ({stacks}). Give the slices of one stack.</source>
        <translation>{what} contient {count} piles de coupes, avec des vides entre elles ({stacks}). Donnez les coupes d'une seule pile.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: 1 slice is missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} n'est pas régulièrement espacé : il manque 1 coupe (les coupes sont distantes de {usual:.2f} mm, mais de {steps:.2f} mm entre {frames_name} et {frames_name_2}). Exportez de nouveau la série, avec toutes ses coupes.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: {lost} slices are missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} n'est pas régulièrement espacé : il manque {lost} coupes (les coupes sont distantes de {usual:.2f} mm, mais de {steps:.2f} mm entre {frames_name} et {frames_name_2}). Exportez de nouveau la série, avec toutes ses coupes.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: its slices are from {least:.2f} to {most:.2f} mm apart. Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as NRRD.</source>
        <translation>{what} n'est pas régulièrement espacé : ses coupes sont distantes de {least:.2f} à {most:.2f} mm. Chargez la série dans le module DICOM de Slicer, qui rééchantillonne un tel examen, appliquez sa transformation (Harden transform), et enregistrez-le en NRRD.</translation>
    </message>
    <message>
        <source>{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. Give a folder with the slices of one scan, or export the series again.</source>
        <translation>{what} a des coupes dont les positions ne sont pas sur une droite : jusqu'à {off:.1f} mm à côté. Donnez un dossier avec les coupes d'un seul examen, ou exportez de nouveau la série.</translation>
    </message>
    <message>
        <source>{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices contradict their orientation. Export the series again from the scanner or the archive.</source>
        <translation>{what} est cisaillé de {degrees:.0f} degrés, plus qu'un statif ne s'incline : les positions de ses coupes contredisent leur orientation. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>{what}: {frames_name} is turned or moved by {off:.1f} mm against the other slices, by its position, orientation and pixel spacing. Export the series again from the scanner or the archive.</source>
        <translation>{what} : {frames_name} est tournée ou déplacée de {off:.1f} mm par rapport aux autres coupes, d'après sa position, son orientation et son espacement de pixels. Exportez de nouveau la série depuis l'appareil ou l'archive.</translation>
    </message>
    <message>
        <source>Boxes cannot be written as {unknown!r}. Give one or more of {forms}.</source>
        <translation>Les boîtes ne peuvent pas être écrites en {unknown!r}. Donnez-en un ou plusieurs parmi {forms}.</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene, and a DICOM SR refers to its series. Load it again.</source>
        <translation>Le volume n'est plus dans la scène, et un DICOM SR se réfère à sa série. Chargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{target} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>{target} n'a pas pu être écrit : {reason}. Libérez de la place ou choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it.</source>
        <translation>Vous ne pouvez pas lire {path} : le droit manque. Demandez-le à son propriétaire, ou copiez-le.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk or copy it.</source>
        <translation>{path} ne peut pas être ouvert : {reason}. Vérifiez le disque, ou copiez-le.</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end too early. Copy or download it again.</source>
        <translation>{path} est tronqué : ses données compressées finissent trop tôt. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end where they begin. Copy or download it again.</source>
        <translation>{path} est tronqué : ses données compressées finissent où elles commencent. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is damaged: its packed data do not unpack ({error}). Copy or download it again.</source>
        <translation>{path} est endommagé : ses données compressées ne se décompressent pas ({error}). Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} does not fit into memory. Crop or resample it, or close other programs.</source>
        <translation>{path} ne tient pas en mémoire. Rognez-le ou rééchantillonnez-le, ou fermez d'autres programmes.</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner, or copy it.</source>
        <translation>Vous ne pouvez pas lire {path} : le droit manque. Adressez-vous à son propriétaire, ou copiez-le.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the disk or copy it.</source>
        <translation>{path} ne peut pas être lu : {reason}. Vérifiez le disque, ou copiez-le.</translation>
    </message>
    <message>
        <source>{path} is the header of a pair ({kind}): the file {split}.img with the voxels is missing. Put both into one folder.</source>
        <translation>{path} est l'en-tête d'une paire ({kind}) : le fichier {split}.img avec les voxels manque. Mettez les deux dans un même dossier.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives {count} dimensions. Copy or download it again.</source>
        <translation>{path} est endommagé : son en-tête donne {count} dimensions. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} contradicts itself: its header says {dtype_name} and {bits} bits a voxel. Export it again from the program that made it.</source>
        <translation>{path} se contredit : son en-tête dit {dtype_name} et {bits} bits par voxel. Exportez-le de nouveau depuis le programme qui l'a créé.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header says that the voxels begin at byte {offset:g}. Copy it again.</source>
        <translation>{path} est endommagé : d'après son en-tête, les voxels commencent à l'octet {offset:g}. Copiez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is in the old Analyze format and says that its slices are {how} (orient {orient}), but not to which sides they run. Convert it to NIfTI with the program that made it.</source>
        <translation>{path} est dans l'ancien format Analyze et dit comment sont ses coupes : {how} (orient {orient}), mais pas vers quels côtés elles vont. Convertissez-le en NIfTI avec le programme qui l'a produit.</translation>
    </message>
    <message>
        <source>{path} holds {components} values a voxel (colour or vectors). MISGround reads grey values: convert it, or choose another file.</source>
        <translation>{path} contient {components} valeurs par voxel (couleur ou vecteurs). MISGround lit des niveaux de gris : convertissez-le, ou choisissez un autre fichier.</translation>
    </message>
    <message>
        <source>{path} holds no voxels: its header gives the size {shown}. Export the scan again.</source>
        <translation>{path} ne contient pas de voxels : son en-tête donne la taille {shown}. Exportez de nouveau l'examen.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives the size {shown}. Copy or download it again.</source>
        <translation>{path} est endommagé : son en-tête donne la taille {shown}. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} has {count} dimensions ({shown}). MISGround reads one 3D volume: extract one time point or channel first.</source>
        <translation>{path} a {count} dimensions ({shown}). MISGround lit un volume 3D : extrayez d'abord un temps ou un canal.</translation>
    </message>
    <message>
        <source>{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder.</source>
        <translation>{path} n'a qu'une coupe (sa taille est {shown}). Donnez un volume 3D : la série entière, ou son dossier DICOM.</translation>
    </message>
    <message>
        <source>{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} mm. Resample the scan to a straight grid first, for example with Slicer's module Resample Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`.</source>
        <translation>{path} est cisaillé ({what}) : ses axes ne sont pas à angle droit, ce qui déplace des voxels de jusqu'à {moved:.1f} mm. Rééchantillonnez d'abord l'examen sur une grille droite, par exemple avec le module Resample Scalar/Vector/DWI Volume de Slicer ou `nibabel.processing.resample_to_output`.</translation>
    </message>
    <message>
        <source>{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.</source>
        <translation>{path} est une segmentation (étiquettes de structures), pas un examen. Donnez l'examen sur lequel elle a été faite.</translation>
    </message>
    <message>
        <source>{path} does not say where its voxels lie: {fault}. Save the scan again from the program that made it, with a valid orientation.</source>
        <translation>{path} ne dit pas où sont ses voxels : {fault}. Enregistrez de nouveau l'examen depuis le programme qui l'a créé, avec une orientation valide.</translation>
    </message>
    <message>
        <source>{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. Copy or download it again.</source>
        <translation>{path} est tronqué : des {needed} octets de voxels que promet son en-tête, {present} sont là. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is damaged: where numbers should be it holds {error}. Copy or download it again.</source>
        <translation>{path} est endommagé : là où il devrait y avoir des nombres se trouve {error}. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is damaged: it holds numbers that are no {dtype_name}. Copy or download it again.</source>
        <translation>{path} est endommagé : il contient des nombres qui ne sont pas {dtype_name}. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>A page needs the package Jinja2, which is not installed. In Slicer's Python console: pip_install('jinja2'); else: pip install 'misground[export]'.</source>
        <translation>Une page demande le paquet Jinja2, qui n'est pas installé. Dans la console Python de Slicer : pip_install('jinja2') ; sinon : pip install 'misground[export]'.</translation>
    </message>
    <message>
        <source>{path} has a name that is not UTF-8. Rename it. ({reason})</source>
        <translation>{path} a un nom qui n'est pas en UTF-8. Renommez-le. ({reason})</translation>
    </message>
    <message>
        <source>{folder} has a name that is not UTF-8. Give another folder.</source>
        <translation>{folder} a un nom qui n'est pas en UTF-8. Donnez un autre dossier.</translation>
    </message>
    <message>
        <source>{source} holds no number at all (NaN in every voxel). Choose another scan.</source>
        <translation>{source} ne contient aucun nombre (NaN dans chaque voxel). Choisissez un autre examen.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). Copy or download it again.</source>
        <translation>{path} est vide (0 octet). Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is packed, and nothing is in it. Copy or download it again.</source>
        <translation>{path} est compressé, et il n'y a rien dedans. Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.</source>
        <translation>{path} est un fichier DICOM compressé avec gzip. Décompressez-le, et donnez le dossier de la série.</translation>
    </message>
    <message>
        <source>{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path_name}</source>
        <translation>{path} est un pointeur git-annex : l'examen lui-même n'est pas sur cet ordinateur. Exécutez : git annex get {path_name}</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.</source>
        <translation>{path} est un lien vers {target}, qui n'y est pas. Restaurez ce fichier, ou donnez l'examen lui-même.</translation>
    </message>
    <message>
        <source>The box {name} lies beside the volume. Put it back, or ask again.</source>
        <translation>La boîte {name} est à côté du volume. Remettez-la, ou redemandez.</translation>
    </message>
    <message>
        <source>{name} is a single volume, no 4D sequence. Ask about the item shown.</source>
        <translation>{name} est un volume seul, pas une séquence 4D. Interrogez l'élément affiché.</translation>
    </message>
    <message>
        <source>{name} is moved from item to item by the transform {transform}. Ask about the item shown, or harden the transform first.</source>
        <translation>{name} est déplacé d'élément en élément par la transformation {transform}. Interrogez l'élément affiché, ou appliquez d'abord la transformation (Harden transform).</translation>
    </message>
    <message>
        <source>{name} has no image for {item_text} any more. Ask again.</source>
        <translation>{name} n'a plus d'image pour {item_text}. Redemandez.</translation>
    </message>
    <message>
        <source>{target} was left out: {bundle} is no scene bundle.</source>
        <translation>{target} a été omis : {bundle} n'est pas un paquet de scène.</translation>
    </message>
    <message>
        <source>{target} was left out: drawing took over {timeout_seconds} seconds.</source>
        <translation>{target} a été omis : le dessin a pris plus de {timeout_seconds} secondes.</translation>
    </message>
    <message>
        <source>{target} was left out: this machine cannot draw without a display. Install libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) and run again.</source>
        <translation>{target} a été omis : cet ordinateur ne peut pas dessiner sans écran. Installez libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) et relancez.</translation>
    </message>
    <message>
        <source>{target} was left out: {reason}</source>
        <translation>{target} a été omis : {reason}</translation>
    </message>
    <message>
        <source>{target} was left out: a Slicer without a main window does not draw. Open {bundle} in one that has one.</source>
        <translation>{target} a été omis : un Slicer sans fenêtre principale ne dessine pas. Ouvrez {bundle} dans un Slicer qui en a une.</translation>
    </message>
    <message>
        <source>{target} was left out: {error}</source>
        <translation>{target} a été omis : {error}</translation>
    </message>
    <message>
        <source>No volume is chosen. Load a scan and choose it as the volume.</source>
        <translation>Aucun volume n'est choisi. Chargez un examen et choisissez-le comme volume.</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene. Load it again, or choose another volume.</source>
        <translation>Le volume n'est plus dans la scène. Chargez-le de nouveau, ou choisissez un autre volume.</translation>
    </message>
    <message>
        <source>{name} is not a volume. Choose a scan (a scalar volume).</source>
        <translation>{name} n'est pas un volume. Choisissez un examen (un volume scalaire).</translation>
    </message>
    <message>
        <source>{name} is a label map. Choose the scan itself.</source>
        <translation>{name} est une carte d'étiquettes. Choisissez l'examen lui-même.</translation>
    </message>
    <message>
        <source>{name} holds no image. Load the scan again, or choose another volume.</source>
        <translation>{name} ne contient aucune image. Chargez de nouveau l'examen, ou choisissez un autre volume.</translation>
    </message>
    <message>
        <source>{name} holds {count} values a voxel (colour, vectors or 4D). Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first.</source>
        <translation>{name} contient {count} valeurs par voxel (couleur, vecteurs ou 4D). Choisissez un volume avec un niveau de gris par voxel ; d'un examen 4D, extrayez d'abord un volume 3D.</translation>
    </message>
    <message>
        <source>{name} has only one slice. Choose a 3D volume: load the whole series.</source>
        <translation>{name} n'a qu'une coupe. Choisissez un volume 3D : chargez la série entière.</translation>
    </message>
    <message>
        <source>{name} holds no number at all (NaN in every voxel). Choose another volume.</source>
        <translation>{name} ne contient aucun nombre (NaN dans chaque voxel). Choisissez un autre volume.</translation>
    </message>
    <message>
        <source>{name} is under the non-linear transform {parent_name}. Harden the transform first (Data module, right-click the transform icon, Harden transform).</source>
        <translation>{name} est sous la transformation non linéaire {parent_name}. Appliquez d'abord la transformation (module Data, clic droit sur l'icône de transformation, Harden transform).</translation>
    </message>
    <message>
        <source>{name} is under the transform {parent_name}, which mirrors it: what is the patient's left would be called right. Take the volume out of the transform (Data module, right-click the transform icon, None).</source>
        <translation>{name} est sous la transformation {parent_name}, qui le met en miroir : ce qui est à gauche du patient serait appelé droit. Retirez le volume de la transformation (module Data, clic droit sur l'icône de transformation, None).</translation>
    </message>
    <message>
        <source>{name} has no place in space: its spacing, orientation or transform is zero or no number. Load the scan again, or take it out of its transform.</source>
        <translation>{name} n'a pas de place dans l'espace : son espacement, son orientation ou sa transformation est nulle ou n'est pas un nombre. Chargez de nouveau l'examen, ou retirez-le de sa transformation.</translation>
    </message>
    <message>
        <source>{name} was moved or exchanged while it was searched. Ask again where it is now.</source>
        <translation>{name} a été déplacé ou échangé pendant la recherche. Redemandez là où il est maintenant.</translation>
    </message>
    <message>
        <source>The slice of the {getlayoutname} view does not pass through {name}. Scroll to a slice of the volume, or choose another view.</source>
        <translation>La coupe de la vue {getlayoutname} ne passe pas par {name}. Défilez jusqu'à une coupe du volume, ou choisissez une autre vue.</translation>
    </message>
    <message>
        <source>The tokenizer has {count} tokens but the model only {size}: they do not belong together. Use the tokenizer files that came with the model.</source>
        <translation>Le tokeniseur a {count} jetons mais le modèle seulement {size} : ils ne vont pas ensemble. Utilisez les fichiers de tokeniseur fournis avec le modèle.</translation>
    </message>
    <message>
        <source>k is {k}: give 1 or more neighbours (1 equals greedy).</source>
        <translation>k vaut {k} : donnez 1 voisin ou plus (1 revient à greedy).</translation>
    </message>
    <message>
        <source>The content mask has {numel} entries but the embedding table {size} rows.</source>
        <translation>Le masque de contenu a {numel} entrées mais la table de plongements {size} lignes.</translation>
    </message>
    <message>
        <source>The model's embedding table holds values that are not numbers: its files are damaged. Copy or download the model again, or choose greedy decoding.</source>
        <translation>La table de plongements du modèle contient des valeurs qui ne sont pas des nombres : ses fichiers sont endommagés. Copiez ou téléchargez de nouveau le modèle, ou choisissez le décodage greedy.</translation>
    </message>
    <message>
        <source>The neighbour graph {path} is damaged. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>Le graphe de voisinage {path} est endommagé. Écrivez-le avec `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>{path} is no neighbour graph to serve with, or an older version's. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>{path} n'est pas un graphe de voisinage pour un serveur, ou vient d'une version plus ancienne. Écrivez-le avec `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>The neighbour graph {path} cannot be read ({error}). Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>Le graphe de voisinage {path} ne peut pas être lu ({error}). Écrivez-le avec `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>{path} is the graph of {found}, and you ask for {wanted}. Give another --graph-file, or delete this one.</source>
        <translation>{path} est le graphe de {found}, et vous demandez {wanted}. Donnez un autre --graph-file, ou supprimez celui-ci.</translation>
    </message>
    <message>
        <source>A server needs at least 1 GPU on at least 1 machine.</source>
        <translation>Un serveur demande au moins 1 GPU sur au moins 1 machine.</translation>
    </message>
    <message>
        <source>Semantic sampling works with one beam, not {num_beams}: set num_beams to 1, or choose greedy decoding.</source>
        <translation>L'échantillonnage sémantique travaille avec un seul faisceau (beam), pas {num_beams} : mettez num_beams à 1, ou choisissez le décodage greedy.</translation>
    </message>
    <message>
        <source>top_m is {top_m}: give 1 or more candidates.</source>
        <translation>top_m vaut {top_m} : donnez 1 candidat ou plus.</translation>
    </message>
    <message>
        <source>top_p is {top_p}: give a number above 0 and up to 1.</source>
        <translation>top_p vaut {top_p} : donnez un nombre supérieur à 0 et jusqu'à 1.</translation>
    </message>
    <message>
        <source>The neighbour graph is of a vocabulary of {shape} tokens, the model has {shape_2}: build the graph from this model.</source>
        <translation>Le graphe de voisinage est d'un vocabulaire de {shape} jetons, le modèle en a {shape_2} : construisez le graphe à partir de ce modèle.</translation>
    </message>
    <message>
        <source>The neighbour graph {graph} is of {origin}, a vocabulary of {tokens} tokens, and the served model has {wanted}. Write its own with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>Le graphe de voisinage {graph} est de {origin}, un vocabulaire de {tokens} jetons, et le modèle servi en a {wanted}. Écrivez le sien avec `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>The {plane} picture has only {size} x {size_2} pixels: the scan is too thin there. Choose another plane.</source>
        <translation>L'image (coupe {plane}) n'a que {size} x {size_2} pixels : l'examen y est trop mince. Choisissez un autre plan.</translation>
    </message>
    <message>
        <source>There is nothing to see: every pixel of the slice has the same grey value with {window_text}. Choose another slice or volume{other}.</source>
        <translation>Il n'y a rien à voir : chaque pixel de la coupe a le même niveau de gris ({window_text}). Choisissez une autre coupe ou un autre volume{other}.</translation>
    </message>
    <message>
        <source>The slice plane does not pass through the volume. Move the slice into it.</source>
        <translation>Le plan de coupe ne passe pas par le volume. Amenez-y la coupe.</translation>
    </message>
    <message>
        <source>There is no plane {plane!r}: choose {planes}.</source>
        <translation>Il n'y a pas de plan {plane!r} : choisissez {planes}.</translation>
    </message>
    <message>
        <source>The position {position_mm:g} mm lies outside the volume: give {value} from {low:.1f} to {high:.1f} mm.</source>
        <translation>La position {position_mm:g} mm est hors du volume : donnez {value} de {low:.1f} à {high:.1f} mm.</translation>
    </message>
    <message>
        <source>{first} and {second} could not be registered: {why}. Compare them without a registration, or put the second one under a transform in 3D Slicer.</source>
        <translation>{first} et {second} n'ont pas pu être recalés : {why}. Comparez-les sans recalage, ou placez le second sous une transformation dans 3D Slicer.</translation>
    </message>
    <message>
        <source>{name} has one grey value nearly everywhere: there is nothing to register it by.</source>
        <translation>{name} a presque partout le même niveau de gris : il n'y a rien pour le recaler.</translation>
    </message>
    <message>
        <source>The two answers have no target in common. Ask the same query on both volumes.</source>
        <translation>Les deux réponses n'ont pas de cible en commun. Posez la même requête sur les deux volumes.</translation>
    </message>
    <message>
        <source>One of the answers is of a slice. Only answers of whole volumes are compared: ask the volume.</source>
        <translation>L'une des réponses porte sur une coupe. Seules des réponses sur des volumes entiers sont comparées : interrogez le volume.</translation>
    </message>
    <message>
        <source>The model in {folder} is misground-mini as an older MISGround had it, which was asked in other words. Choose misground-mini itself.</source>
        <translation>Le modèle dans {folder} est le misground-mini d'un MISGround plus ancien, qui s'interrogeait avec d'autres mots. Choisissez misground-mini lui-même.</translation>
    </message>
    <message>
        <source>The model in {folder} cannot be asked. {refused}</source>
        <translation>Le modèle dans {folder} ne peut pas être interrogé. {refused}</translation>
    </message>
    <message>
        <source>The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a model of one of the types {known}.</source>
        <translation>Le modèle dans {folder} est du type {kind!r}, que MISGround ne sait pas interroger. Choisissez misground-mini ou un modèle de l'un des types {known}.</translation>
    </message>
    <message>
        <source>{why} Say how it writes its boxes in its config.json: "misground": {names}. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>{why} Dites dans son config.json comment il écrit ses boîtes : "misground": {names}. Ou donnez le format des boîtes (--box-format ; dans le panneau sous Décodage et matériel).</translation>
    </message>
    <message>
        <source>The name {shown} tells both {told}, and each writes boxes its own way. Start the server with --served-model-name and a name that holds one of them only. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>Le nom {shown} désigne à la fois {told}, et chacun écrit les boîtes à sa façon. Démarrez le serveur avec --served-model-name et un nom qui n'en contient qu'un. Ou donnez le format des boîtes (--box-format ; dans le panneau sous Décodage et matériel).</translation>
    </message>
    <message>
        <source>The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of one of these, start its server with --served-model-name and a name that holds the family's.</source>
        <translation>Le nom {shown} ne dit pas comment le modèle veut être interrogé. MISGround connaît {known}. Si le modèle est l'un d'eux, démarrez son serveur avec --served-model-name et un nom qui contient celui de la famille.</translation>
    </message>
    <message>
        <source>{name} gives its boxes as numbers, not as text in some format: leave the box format {automatic_boxes}.</source>
        <translation>{name} donne ses boîtes comme nombres, pas comme texte dans un format : laissez le format des boîtes sur {automatic_boxes}.</translation>
    </message>
    <message>
        <source>{mini_name} writes its boxes in one way, which is known: leave the box format {automatic_boxes}.</source>
        <translation>{mini_name} écrit ses boîtes d'une seule façon, qui est connue : laissez le format des boîtes sur {automatic_boxes}.</translation>
    </message>
    <message>
        <source>The box format {box_format} counts the pixels of Qwen's own pictures, and {model_name} makes others. Choose a format that counts from 0 to 1000, or from 0 to 1.</source>
        <translation>Le format de boîtes {box_format} compte les pixels des images propres à Qwen, et {model_name} en fait d'autres. Choisissez un format qui compte de 0 à 1000, ou de 0 à 1.</translation>
    </message>
    <message>
        <source>{name} was not trained to draw a box round each of several things, so that it cannot count them. Ask for one thing at a time, or choose a model that lists its boxes, such as Qwen3-VL.</source>
        <translation>{name} n'a pas été entraîné à tracer une boîte autour de chacun de plusieurs objets et ne peut donc pas les compter. Demandez un objet à la fois, ou choisissez un modèle qui énumère ses boîtes, tel que Qwen3-VL.</translation>
    </message>
    <message>
        <source>{name} writes no words, so that semantic sampling does not apply to it: it has no neighbour graph, and no vLLM server holds it. Use it on this computer, or choose another model.</source>
        <translation>{name} n'écrit pas de mots, l'échantillonnage sémantique ne s'y applique donc pas : il n'a pas de graphe de voisins, et aucun serveur vLLM ne le sert. Utilisez-le sur cet ordinateur, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>vLLM cannot serve {text}: misground-mini has an architecture of its own, which only MISGround runs, on this computer and without a server. Give the folder or hub id of another model.</source>
        <translation>vLLM ne peut pas servir {text} : misground-mini a une architecture à lui, que seul MISGround fait tourner, sur cet ordinateur et sans serveur. Donnez le dossier ou l'identifiant Hugging Face d'un autre modèle.</translation>
    </message>
    <message>
        <source>No model is chosen. Choose misground-mini, a folder, or a Hugging Face id.</source>
        <translation>Aucun modèle n'est choisi. Choisissez misground-mini, un dossier, ou un identifiant Hugging Face.</translation>
    </message>
    <message>
        <source>{text} is a file. Give the folder that holds config.json and the weights.</source>
        <translation>{text} est un fichier. Donnez le dossier qui contient config.json et les poids.</translation>
    </message>
    <message>
        <source>The model folder {text} has no config.json. Choose the folder of a whole model.</source>
        <translation>Le dossier de modèle {text} n'a pas de config.json. Choisissez le dossier d'un modèle complet.</translation>
    </message>
    <message>
        <source>There is no model folder {text}. Check the path, or choose misground-mini, which comes with MISGround.</source>
        <translation>Il n'y a pas de dossier de modèle {text}. Vérifiez le chemin, ou choisissez misground-mini, fourni avec MISGround.</translation>
    </message>
    <message>
        <source>The model folder {path} has no config.json. Choose the folder of a whole model.</source>
        <translation>Le dossier de modèle {path} n'a pas de config.json. Choisissez le dossier d'un modèle complet.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Copy or download the model again.</source>
        <translation>{file} ne peut pas être lu ({error}). Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>{file} does not describe a model. Copy or download the model again.</source>
        <translation>{file} ne décrit pas un modèle. Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>The model folder {path} lacks its {what} ({files}). Copy or download the model again.</source>
        <translation>Il manque au dossier de modèle {path} : {what} ({files}). Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>{index} cannot be read. Copy or download the model again.</source>
        <translation>{index} ne peut pas être lu. Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>The model folder {path} holds its weights only as {pickles}, a pickle, which could run a stranger's program when opened. Choose a model with model.safetensors, or convert this one to safetensors.</source>
        <translation>Le dossier de modèle {path} ne contient ses poids qu'en {pickles}, un pickle, qui pourrait exécuter un programme étranger à l'ouverture. Choisissez un modèle avec model.safetensors, ou convertissez celui-ci en safetensors.</translation>
    </message>
    <message>
        <source>The model folder {path} holds no weights (model.safetensors). Copy or download them.</source>
        <translation>Le dossier de modèle {path} ne contient pas de poids (model.safetensors). Copiez-les ou téléchargez-les.</translation>
    </message>
    <message>
        <source>{count} of {count_2} weight files are missing in {path}, the first is {missing}. Copy or download the model again.</source>
        <translation>{count} fichiers de poids sur {count_2} manquent dans {path}, le premier est {missing}. Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms. Accept them on huggingface.co and log in, or choose another model.</source>
        <translation>{model} est réservé à qui a accepté ses conditions. Acceptez-les sur huggingface.co et connectez-vous, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: no connection to Hugging Face.</source>
        <translation>{model} n'a pas pu être téléchargé : pas de connexion à Hugging Face.</translation>
    </message>
    <message>
        <source>{model} is neither a folder nor on this computer. Allow the download, or choose misground-mini.</source>
        <translation>{model} n'est ni un dossier ni sur cet ordinateur. Autorisez le téléchargement, ou choisissez misground-mini.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: the disk is full. Free some space.</source>
        <translation>{model} n'a pas pu être téléchargé : le disque est plein. Libérez de la place.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded ({name}: {error}).</source>
        <translation>{model} n'a pas pu être téléchargé ({name} : {error}).</translation>
    </message>
    <message>
        <source>The model's file {file} is missing. {restore}</source>
        <translation>Le fichier {file} du modèle manque. {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is not that in SHA256SUMS). {restore}</source>
        <translation>Le fichier {file} du modèle est endommagé ou étranger : ce n'est pas celui qui a été livré (son SHA-256 n'est pas celui de SHA256SUMS). {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is not one that was shipped (SHA256SUMS does not list it). Remove it. {restore}</source>
        <translation>Le fichier {file} du modèle n'est pas de ceux livrés (SHA256SUMS ne le mentionne pas). Supprimez-le. {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} cannot be read ({reason}). {restore}</source>
        <translation>Le fichier {file} du modèle ne peut pas être lu ({reason}). {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is missing. {restore}</source>
        <translation>Le fichier {path} du modèle manque. {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} cannot be read ({error}). {restore}</source>
        <translation>Le fichier {path} du modèle ne peut pas être lu ({error}). {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this folder. {restore}</source>
        <translation>Le fichier {path} du modèle est endommagé : la ligne {number} n'est pas un SHA-256 et un fichier de ce dossier. {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: it lists nothing. {restore}</source>
        <translation>Le fichier {path} du modèle est endommagé : il n'énumère rien. {restore}</translation>
    </message>
    <message>
        <source>The model's numbers overflowed on this device. Choose the device cpu, or another model.</source>
        <translation>Les nombres du modèle ont débordé sur ce matériel. Choisissez le matériel cpu, ou un autre modèle.</translation>
    </message>
    <message>
        <source>{family_name} is not loaded in fewer bits. Choose the precision auto.</source>
        <translation>{family_name} ne se charge pas avec moins de bits. Choisissez la précision auto.</translation>
    </message>
    <message>
        <source>{family_name} needs transformers {since} or later, and {installed} is installed. Update transformers, or choose another model.</source>
        <translation>{family_name} demande transformers {since} ou plus récent, et {installed} est installé. Mettez transformers à jour, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>There is no device {name!r}. Choose auto, cpu, cuda or mps.</source>
        <translation>Il n'y a pas de matériel {name!r}. Choisissez auto, cpu, cuda ou mps.</translation>
    </message>
    <message>
        <source>This computer has no device {name} that PyTorch can use. Choose auto or cpu.</source>
        <translation>Cet ordinateur n'a pas de matériel {name} utilisable par PyTorch. Choisissez auto ou cpu.</translation>
    </message>
    <message>
        <source>The weight file {file} is damaged or not complete ({error}). Copy or download the model again.</source>
        <translation>Le fichier de poids {file} est endommagé ou incomplet ({error}). Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>The model in {path} cannot be loaded ({reason}). Copy or download it again.</source>
        <translation>Le modèle dans {path} ne peut pas être chargé ({reason}). Copiez-le ou téléchargez-le de nouveau.</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json. Copy the model again.</source>
        <translation>Les poids dans {path} ne vont pas avec son config.json. Copiez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>The weights in {path} lack {count} parts of the model, the first is {missing}. Copy or download the model again.</source>
        <translation>Il manque aux poids dans {path} {count} parties du modèle, la première est {missing}. Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on the graphics card: it was not loaded. Close other programs, or choose the precision 8bit or 4bit, the device cpu or a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} demande environ {gigabytes} de mémoire, et {free} sont libres sur la carte graphique : il n'a pas été chargé. Fermez d'autres programmes, ou choisissez la précision 8bit ou 4bit, le matériel cpu ou un modèle plus petit. Pour le charger quand même : --load-anyway, dans le panneau sous Décodage et matériel.</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on this computer: it was not loaded. Close other programs, or choose a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} demande environ {gigabytes} de mémoire, et {free} sont libres sur cet ordinateur : il n'a pas été chargé. Fermez d'autres programmes, ou choisissez un modèle plus petit. Pour le charger quand même : --load-anyway, dans le panneau sous Décodage et matériel.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Restore the model's folder from the distribution.</source>
        <translation>{file} ne peut pas être lu ({error}). Restaurez le dossier du modèle depuis la distribution.</translation>
    </message>
    <message>
        <source>The picture settings of {info} resize the slice to {seen} x {seen_2} px, and its boxes would be misread. Restore its preprocessor_config.json, or choose another model.</source>
        <translation>Les réglages d'image de {info} redimensionnent la coupe à {seen} x {seen_2} px, et ses boîtes seraient mal lues. Restaurez son preprocessor_config.json, ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again.</source>
        <translation>Le processeur ou le tokeniseur dans {folder} ne peut pas être chargé ({error}). Copiez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>The tokenizer in {folder} has no {image_token}: this is no {family_name} model. Choose another folder.</source>
        <translation>Le tokeniseur dans {folder} n'a pas {image_token} : ce n'est pas un modèle {family_name}. Choisissez un autre dossier.</translation>
    </message>
    <message>
        <source>The processor in {folder} cannot be made ({error}). Copy the model again.</source>
        <translation>Le processeur dans {folder} ne peut pas être créé ({error}). Copiez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>The model folder {folder} has no chat template. Copy the whole model again.</source>
        <translation>Le dossier de modèle {folder} n'a pas de modèle de dialogue (chat template). Copiez de nouveau le modèle entier.</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need a CUDA card, and the device is {device}. Choose the precision auto, or a smaller model.</source>
        <translation>Des poids en {bits} bits demandent une carte CUDA, et le matériel est {device}. Choisissez la précision auto, ou un modèle plus petit.</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need the Python package {missing}. Install {packages}, or choose the precision auto.</source>
        <translation>Des poids en {bits} bits demandent le paquet Python {missing}. Installez {packages}, ou choisissez la précision auto.</translation>
    </message>
    <message>
        <source>{name} reads phrases of at most {most} tokens, and this one has {count}. Ask in fewer words.</source>
        <translation>{name} lit des expressions d'au plus {most} tokens, et celle-ci en a {count}. Demandez en moins de mots.</translation>
    </message>
    <message>
        <source>Read as: {names}.</source>
        <translation>Lu comme : {names}.</translation>
    </message>
    <message>
        <source>a side of the picture is not a side of the patient; name the patient's left or right</source>
        <translation>un côté de l'image n'est pas un côté du patient ; nommez la gauche ou la droite du patient</translation>
    </message>
    <message>
        <source>"{levels}" may be two vertebrae, a range or a disc; name each vertebra</source>
        <translation>"{levels}" peut être deux vertèbres, un intervalle ou un disque ; nommez chaque vertèbre</translation>
    </message>
    <message>
        <source>it says "{word}"; name only what to look for</source>
        <translation>on y lit "{word}" ; nommez seulement ce qu'il faut chercher</translation>
    </message>
    <message>
        <source>it says left and right at once; ask for "left" or "right", or for "both"</source>
        <translation>il dit gauche et droite à la fois ; demandez "left" ou "right", ou "both"</translation>
    </message>
    <message>
        <source>there is a {there} {name} only, no {asked} one</source>
        <translation>{name} n'existe que d'un côté ({there}), pas de celui demandé ({asked})</translation>
    </message>
    <message>
        <source>the {name} is one structure, with no left and right</source>
        <translation>{name} est une seule structure, sans gauche ni droite</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model does not know it.</source>
        <translation>{query} : impossible à compter : le modèle ne le connaît pas.</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model gave no answer that can be used.</source>
        <translation>{query} : impossible à compter : le modèle n'a pas donné de réponse utilisable.</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes of what was looked for ({known}); a further one would not be noticed.</source>
        <translation>{query} : {counted} ; sont comptées les boîtes de ce qui a été cherché ({known}) ; un autre passerait inaperçu.</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes that the model drew on this slice.</source>
        <translation>{query} : {counted} ; sont comptées les boîtes que le modèle a dessinées sur cette coupe.</translation>
    </message>
    <message>
        <source>{query}: not known to the model.</source>
        <translation>{query} : inconnu du modèle.</translation>
    </message>
    <message>
        <source>{query}: the model gave no answer that can be used.</source>
        <translation>{query} : le modèle n'a pas donné de réponse utilisable.</translation>
    </message>
    <message>
        <source>{query}: nothing to point at.</source>
        <translation>{query} : rien à montrer.</translation>
    </message>
    <message>
        <source>{label} at {place}, the model's own point</source>
        <translation>{label} en {place}, le point donné par le modèle lui-même</translation>
    </message>
    <message>
        <source>{label} at {place}, the centre of its box, which need not lie in the structure</source>
        <translation>{label} en {place}, le centre de sa boîte, qui n'est pas forcément dans la structure</translation>
    </message>
    <message>
        <source>The server told no probabilities, so there is no score.</source>
        <translation>Le serveur n'a pas donné de probabilités : il n'y a donc pas de score.</translation>
    </message>
    <message>
        <source>The server's tokens do not spell its answer: the score is the mean over all of them.</source>
        <translation>Les jetons du serveur n'épellent pas sa réponse : le score est la moyenne sur tous.</translation>
    </message>
    <message>
        <source>The answer was cut off at {count} tokens.</source>
        <translation>La réponse a été coupée à {count} jetons.</translation>
    </message>
    <message>
        <source>The server made the picture smaller ({tokens} tokens in all, {ours} for our picture), and its boxes would be misread. Start it without limits on the size of pictures (mm-processor-kwargs).</source>
        <translation>Le serveur a réduit l'image ({tokens} jetons en tout, {ours} pour notre image), et ses boîtes seraient mal lues. Démarrez-le sans limite à la taille des images (mm-processor-kwargs).</translation>
    </message>
    <message>
        <source>{several} and {last}</source>
        <translation>{several} et {last}</translation>
    </message>
    <message>
        <source>{size} mm, {share} % of the volume</source>
        <translation>{size} mm, {share} % du volume</translation>
    </message>
    <message>
        <source>grey values inside {grey}</source>
        <translation>niveaux de gris à l'intérieur {grey}</translation>
    </message>
    <message>
        <source>{planes} agree</source>
        <translation>coupes concordantes : {planes}</translation>
    </message>
    <message>
        <source>{planes} alone shows it so</source>
        <translation>vu ainsi en coupe {planes} seulement</translation>
    </message>
    <message>
        <source>not seen in {planes} slices</source>
        <translation>non vu en coupe {planes}</translation>
    </message>
    <message>
        <source>planes disagree</source>
        <translation>les plans se contredisent</translation>
    </message>
    <message>
        <source>{ends} end assumed</source>
        <translation>limite supposée : {ends}</translation>
    </message>
    <message>
        <source>{label}: not known to the model</source>
        <translation>{label} : inconnu du modèle</translation>
    </message>
    <message>
        <source>{label}: no answer that can be used ({slices})</source>
        <translation>{label} : pas de réponse utilisable ({slices})</translation>
    </message>
    <message>
        <source>{label}: not in this volume ({slices})</source>
        <translation>{label} : pas dans ce volume ({slices})</translation>
    </message>
    <message>
        <source>{label}: not found so far ({slices})</source>
        <translation>{label} : pas trouvé jusqu'ici ({slices})</translation>
    </message>
    <message>
        <source>cut off at the volume's {ends} end</source>
        <translation>coupé par le bord du volume : {ends}</translation>
    </message>
    <message>
        <source>found</source>
        <translation>trouvé</translation>
    </message>
    <message>
        <source>{label} {score} unsure: {facts}</source>
        <translation>{label} {score}, incertain : {facts}</translation>
    </message>
    <message>
        <source>{count} slice showed it, and what lies round about did not: it is not believed.</source>
        <translation>{count} coupe l'a montré, et ce qui l'entoure non : on ne s'y fie pas.</translation>
    </message>
    <message>
        <source>{count} slices showed it, and what lies round about did not: it is not believed.</source>
        <translation>{count} coupes l'ont montré, et ce qui les entoure non : on ne s'y fie pas.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end.</source>
        <translation>Coupé par le bord du volume : {ends}.</translation>
    </message>
    <message>
        <source>Not looked for to its end: where it ends ({ends}) is assumed.</source>
        <translation>Pas cherché jusqu'au bout : là où il finit ({ends}), c'est supposé.</translation>
    </message>
    <message>
        <source>no slice</source>
        <translation>aucune coupe</translation>
    </message>
    <message>
        <source>{planes} slice</source>
        <translation>{planes} (coupe)</translation>
    </message>
    <message>
        <source>{planes} slices</source>
        <translation>{planes} (coupes)</translation>
    </message>
    <message>
        <source>its middle lies {distance} mm on the other side of the body's midline</source>
        <translation>son milieu est à {distance} mm de l'autre côté de la ligne médiane du corps</translation>
    </message>
    <message>
        <source>it lies on the wrong side of the {label}</source>
        <translation>il est du mauvais côté de : {label}</translation>
    </message>
    <message>
        <source>it lies above the {label}</source>
        <translation>il est au-dessus de : {label}</translation>
    </message>
    <message>
        <source>it lies below the {label}</source>
        <translation>il est au-dessous de : {label}</translation>
    </message>
    <message>
        <source>it lies where the {label} does</source>
        <translation>il est au même endroit que : {label}</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>un tube</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>un périphérique</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>une socket</translation>
    </message>
    <message>
        <source>neither a file nor a folder</source>
        <translation>ni un fichier ni un dossier</translation>
    </message>
    <message>
        <source>, not a scan</source>
        <translation>, pas un examen</translation>
    </message>
    <message>
        <source>it is on a read-only disk</source>
        <translation>il est sur un disque en lecture seule</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>vous n'avez pas le droit d'y écrire</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>le disque est plein</translation>
    </message>
    <message>
        <source>your share of the disk is used up</source>
        <translation>votre part du disque est épuisée</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself.</source>
        <translation>{path} est un lien qui ramène à lui-même.</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there.</source>
        <translation>{path} est un lien vers {target}, qui n'y est pas.</translation>
    </message>
    <message>
        <source>The model gave this box {count} times; it is drawn once.</source>
        <translation>Le modèle a donné cette boîte {count} fois ; elle est dessinée une fois.</translation>
    </message>
    <message>
        <source>No description of "{query}" is known: it is asked for by its words alone.</source>
        <translation>Aucune description de "{query}" n'est connue : la demande n'emploie que ces mots.</translation>
    </message>
    <message>
        <source>Check the side: this box is called {name}, but all of it lies more than {distance} mm to the patient's {side} of the body's midline.</source>
        <translation>Vérifiez le côté : cette boîte s'appelle {name}, mais elle est tout entière de l'autre côté du patient ({side}), à plus de {distance} mm de la ligne médiane du corps.</translation>
    </message>
    <message>
        <source>left</source>
        <translation>gauche</translation>
    </message>
    <message>
        <source>right</source>
        <translation>droite</translation>
    </message>
    <message>
        <source>The model drew the {name} on a slice that lies {distance} mm to the patient's {side} of the body's midline. It is refused: ask on a slice of the other side.</source>
        <translation>Le modèle a dessiné {name} sur une coupe située de l'autre côté du patient ({side}), à {distance} mm de la ligne médiane du corps. La boîte est refusée : demandez sur une coupe du bon côté.</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies within {distance} mm of the body's midline.</source>
        <translation>Le côté n'est pas prouvé : la boîte est à moins de {distance} mm de la ligne médiane du corps.</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies beyond the body's midline.</source>
        <translation>Le côté n'est pas prouvé : la boîte est au-delà de la ligne médiane du corps.</translation>
    </message>
    <message>
        <source>The side is not proved: a sagittal slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>Le côté n'est pas prouvé : une coupe sagittale ne le montre pas, et la ligne médiane du corps n'a pas pu être mesurée dans cet examen (il est coupé, ou trop différent des deux côtés).</translation>
    </message>
    <message>
        <source>The side is not proved: this slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>Le côté n'est pas prouvé : cette coupe ne le montre pas, et la ligne médiane du corps n'a pas pu être mesurée dans cet examen (il est coupé, ou trop différent des deux côtés).</translation>
    </message>
    <message>
        <source>window {window}, level {level} ({source})</source>
        <translation>fenêtre {window}, niveau {level} ({source})</translation>
    </message>
    <message>
        <source>, or the window "as displayed"</source>
        <translation>, ou la fenêtre "as displayed"</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller volume is shown by both; {measure} {similarity}; registrations each way agree to {disagreement} mm; moved {moved} mm and turned {turned} degrees against the files</source>
        <translation>{overlap} % du plus petit volume est montré par les deux ; {measure} {similarity} ; les recalages aller et retour concordent à {disagreement} mm ; déplacé de {moved} mm et tourné de {turned} degrés par rapport aux fichiers</translation>
    </message>
    <message>
        <source>Places are compared as the scene's transforms say.</source>
        <translation>Les positions sont comparées comme le disent les transformations de la scène.</translation>
    </message>
    <message>
        <source>Places are compared as the files say: nobody checked that the patient lay alike on both visits.</source>
        <translation>Les positions sont comparées comme le disent les fichiers : personne n'a vérifié que le patient était installé de la même façon aux deux examens.</translation>
    </message>
    <message>
        <source>the volumes have too little in common to begin with</source>
        <translation>les volumes ont d'emblée trop peu en commun</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller one is shown by both</source>
        <translation>{overlap} % du plus petit est montré par les deux</translation>
    </message>
    <message>
        <source>registrations each way differ by {distance} mm</source>
        <translation>les recalages aller et retour diffèrent de {distance} mm</translation>
    </message>
    <message>
        <source>what both show is too unlike ({measure} {similarity})</source>
        <translation>ce que les deux montrent est trop différent ({measure} {similarity})</translation>
    </message>
    <message>
        <source>Places are compared after a rigid registration by SimpleITK: {quality}.</source>
        <translation>Les positions sont comparées après un recalage rigide par SimpleITK : {quality}.</translation>
    </message>
    <message>
        <source>A volume</source>
        <translation>Un volume</translation>
    </message>
    <message>
        <source>another</source>
        <translation>un autre</translation>
    </message>
    <message>
        <source>Differences of boxes, as figures: no diagnosis. For research use only.</source>
        <translation>Différences des boîtes, en chiffres : pas un diagnostic. Pour la recherche seulement.</translation>
    </message>
    <message>
        <source>No end of a box is known better than {finest} mm: smaller changes say nothing.</source>
        <translation>Aucune limite d'une boîte n'est connue à mieux que {finest} mm : de plus petits changements ne disent rien.</translation>
    </message>
    <message>
        <source>They were answered by two models: differences may be the models'.</source>
        <translation>Deux modèles ont répondu : les différences peuvent venir d'eux.</translation>
    </message>
    <message>
        <source>They were answered by two revisions of the model: differences may be the models'.</source>
        <translation>Deux révisions du modèle ont répondu : les différences peuvent venir d'elles.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>inconnu</translation>
    </message>
    <message>
        <source>They are of two modalities ({first} and {second}): what a box is drawn round may differ.</source>
        <translation>Ce sont deux modalités ({first} et {second}) : ce qu'une boîte entoure peut différer.</translation>
    </message>
    <message>
        <source>A search did not come to its own end (budget or cancel): its boxes may grow.</source>
        <translation>Une recherche n'est pas allée jusqu'à sa fin (limite ou annulation) : ses boîtes peuvent encore grandir.</translation>
    </message>
    <message>
        <source>The boxes' sides lie up to {angle} degrees against one another, which alters sizes.</source>
        <translation>Les côtés des boîtes sont tournés jusqu'à {angle} degrés l'un par rapport à l'autre, ce qui modifie les tailles.</translation>
    </message>
    <message>
        <source>The model is unsure of a box.</source>
        <translation>Le modèle est incertain d'une boîte.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the first visit: no change is told that way.</source>
        <translation>Au premier examen, coupé par le bord du volume ({ends}) : aucun changement n'est donné dans ce sens.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the second visit: no change is told that way.</source>
        <translation>Au second examen, coupé par le bord du volume ({ends}) : aucun changement n'est donné dans ce sens.</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the first visit: no change is told that way.</source>
        <translation>Au premier examen, la limite est supposée ({ends}) : aucun changement n'est donné dans ce sens.</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the second visit: no change is told that way.</source>
        <translation>Au second examen, la limite est supposée ({ends}) : aucun changement n'est donné dans ce sens.</translation>
    </message>
    <message>
        <source>{size} mm</source>
        <translation>{size} mm</translation>
    </message>
    <message>
        <source>{size} mm, box {volume} cm3</source>
        <translation>{size} mm, boîte {volume} cm3</translation>
    </message>
    <message>
        <source>This model points and draws no boxes: choose a model that answers with boxes.</source>
        <translation>Ce modèle pointe et ne dessine pas de boîtes : choisissez un modèle qui répond par des boîtes.</translation>
    </message>
    <message>
        <source>How this model writes boxes is not known.</source>
        <translation>On ne sait pas comment ce modèle écrit ses boîtes.</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole boxes were kept.</source>
        <translation>La réponse s'interrompt ; seules les boîtes entières ont été gardées.</translation>
    </message>
    <message>
        <source>A point needs two numbers, not {shown}.</source>
        <translation>Un point demande deux nombres, pas {shown}.</translation>
    </message>
    <message>
        <source>A box needs four numbers, not {shown}.</source>
        <translation>Une boîte demande quatre nombres, pas {shown}.</translation>
    </message>
    <message>
        <source>The point {shown} leaves the 0-{largest} scale.</source>
        <translation>Le point {shown} sort de l'échelle 0-{largest}.</translation>
    </message>
    <message>
        <source>The box {shown} leaves the 0-{largest} scale.</source>
        <translation>La boîte {shown} sort de l'échelle 0-{largest}.</translation>
    </message>
    <message>
        <source>The box {shown} is empty or inverted.</source>
        <translation>La boîte {shown} est vide ou inversée.</translation>
    </message>
    <message>
        <source>The box {shown} lies beside the slice.</source>
        <translation>La boîte {shown} est à côté de la coupe.</translation>
    </message>
    <message>
        <source>The model in {folder}, of the family {family}, looks by its name or config.json like {like}.</source>
        <translation>Le modèle dans {folder}, de la famille {family}, ressemble par son nom ou son config.json à {like}.</translation>
    </message>
    <message>
        <source>{file} says "misground": {told!r}, which no model of its type is.</source>
        <translation>{file} dit "misground": {told!r}, ce qu'aucun modèle de son type n'est.</translation>
    </message>
    <message>
        <source>Its boxes are read as those of {name}, as you said.</source>
        <translation>Ses boîtes sont lues comme celles de {name}, comme vous l'avez dit.</translation>
    </message>
    <message>
        <source>A box is asked of one picture; for several, or none, ask in words.</source>
        <translation>Une boîte se demande sur une image ; pour plusieurs, ou aucune, demandez en mots.</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to name the slice of a box.</source>
        <translation>Les auteurs de {name} ne disent pas qu'il a été entraîné à nommer la coupe d'une boîte.</translation>
    </message>
    <message>
        <source>{name} finds boxes in one slice at a time, and cannot say which of {count} slices a box is in. Ask slice by slice, or choose a model that writes boxes as JSON, such as Qwen3-VL.</source>
        <translation>{name} trouve des boîtes dans une coupe à la fois, et ne peut pas dire dans laquelle de {count} coupes est une boîte. Demandez coupe par coupe, ou choisissez un modèle qui écrit ses boîtes en JSON, comme Qwen3-VL.</translation>
    </message>
    <message>
        <source>{name} knows what it looks for by name only: descriptions are not told to it.</source>
        <translation>{name} ne connaît ce qu'il cherche que par son nom : les descriptions ne lui sont pas données.</translation>
    </message>
    <message>
        <source>{name} does not answer in words: choose another model.</source>
        <translation>{name} ne répond pas en mots : choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>{name} takes one picture, not {count}: choose another model.</source>
        <translation>{name} prend une image, pas {count} : choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>{name} was not asked for points.</source>
        <translation>Aucun point n'a été demandé à {name}.</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>tokeniseur</translation>
    </message>
    <message>
        <source>picture settings</source>
        <translation>réglages d'image</translation>
    </message>
    <message>
        <source>Copy or download the model again.</source>
        <translation>Copiez ou téléchargez de nouveau le modèle.</translation>
    </message>
    <message>
        <source>Reinstall the MISGround extension or, in a clone, run: git checkout -- MISGround/Resources/Models/{model}</source>
        <translation>Réinstallez l'extension MISGround ou, dans un clone, exécutez : git checkout -- MISGround/Resources/Models/{model}</translation>
    </message>
    <message>
        <source>Downloading {model}</source>
        <translation>Téléchargement de {model}</translation>
    </message>
    <message>
        <source>A box names no picture, where 1 to {count} were shown.</source>
        <translation>Une boîte ne nomme aucune image, alors que 1 à {count} ont été montrées.</translation>
    </message>
    <message>
        <source>A box names the picture {picture}, where 1 to {count} were shown.</source>
        <translation>Une boîte nomme l'image {picture}, alors que 1 à {count} ont été montrées.</translation>
    </message>
    <message>
        <source>Of this family, MedGemma 1.5 was trained to draw boxes, on chest X-rays; other models were not.</source>
        <translation>De cette famille, MedGemma 1.5 a été entraîné à dessiner des boîtes, sur des radiographies du thorax ; les autres modèles non.</translation>
    </message>
    <message>
        <source>The makers of Gemma 4 do not say in which order it writes the corners of a box, so that none is asked for. If you know it, give the box format (--box-format gemma where y comes before x, as others report), or choose another model.</source>
        <translation>Les auteurs de Gemma 4 ne disent pas dans quel ordre il écrit les coins d'une boîte, si bien qu'aucune n'est demandée. Si vous le savez, donnez le format des boîtes (--box-format gemma si y vient avant x, comme d'autres le rapportent), ou choisissez un autre modèle.</translation>
    </message>
    <message>
        <source>The makers of this family do not say that it was trained to draw boxes.</source>
        <translation>Les auteurs de cette famille ne disent pas qu'elle a été entraînée à dessiner des boîtes.</translation>
    </message>
    <message>
        <source>SAM 3 was trained on everyday pictures, and is told neither the plane nor which side is the patient's left. It writes no words: semantic sampling does not apply and was off.</source>
        <translation>SAM 3 a été entraîné sur des images de tous les jours, et on ne lui dit ni le plan ni quel côté est la gauche du patient. Il n'écrit pas de mots : l'échantillonnage sémantique ne s'applique pas et était désactivé.</translation>
    </message>
    <message>
        <source>Molmo 2 points and draws no boxes. Ask it to point ("point at the liver") on a slice, or choose a model that answers with boxes.</source>
        <translation>Molmo 2 pointe et ne trace pas de boîtes. Demandez-lui de pointer ("pointe sur le foie") sur une coupe, ou choisissez un modèle qui répond par des boîtes.</translation>
    </message>
    <message>
        <source>This part of SAM 3 follows points and boxes and reads no words. Choose the whole of SAM 3.</source>
        <translation>Cette partie de SAM 3 suit des points et des boîtes et ne lit pas de mots. Choisissez SAM 3 en entier.</translation>
    </message>
    <message>
        <source>It is an InternVL in its makers' own code, which MISGround does not run. Choose its copy in transformers' format (its name ends in "-hf"), or let a server hold it.</source>
        <translation>C'est un InternVL dans le code propre à ses auteurs, que MISGround n'exécute pas. Choisissez sa copie au format de transformers (son nom finit par "-hf"), ou confiez-le à un serveur.</translation>
    </message>
    <message>
        <source>MedGemma 1.5 was trained to draw boxes on chest X-rays, not on CT or MR.</source>
        <translation>MedGemma 1.5 a été entraîné à dessiner des boîtes sur des radiographies du thorax, pas au scanner ni en IRM.</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to draw boxes: it is asked as an InternVL is.</source>
        <translation>Les auteurs de {name} ne disent pas qu'il a été entraîné à dessiner des boîtes : il est interrogé comme un InternVL.</translation>
    </message>
    <message>
        <source>Loading {model}</source>
        <translation>Chargement de {model}</translation>
    </message>
    <message>
        <source>{model} does not know {query}: {problem}. `misground models` lists its {known} structures.</source>
        <translation>{model} ne connaît pas {query} : {problem}. `misground models` énumère ses {known} structures.</translation>
    </message>
    <message>
        <source>{others} or {last}</source>
        <translation>{others} ou {last}</translation>
    </message>
    <message>
        <source>{model} does not know {query} (did you mean {names}?). `misground models` lists its {known} structures.</source>
        <translation>{model} ne connaît pas {query} (vouliez-vous dire {names} ?). `misground models` énumère ses {known} structures.</translation>
    </message>
    <message>
        <source>{model} does not know {query}. `misground models` lists its {known} structures.</source>
        <translation>{model} ne connaît pas {query}. `misground models` énumère ses {known} structures.</translation>
    </message>
    <message>
        <source>{model} knows structures by name only, and {query} tells where something lies. Name the structure, or choose a model that reads free text.</source>
        <translation>{model} ne connaît les structures que par leur nom, et {query} dit où se trouve quelque chose. Nommez la structure, ou choisissez un modèle qui lit le texte libre.</translation>
    </message>
    <message>
        <source>{model} finds the {name} of the knee in the picture, be it the {side} or not.</source>
        <translation>{model} trouve {name} du genou sur l'image, que ce soit ou non du côté demandé ({side}).</translation>
    </message>
    <message>
        <source>{model} finds one side at a time: ask for "{first}" or "{second}".</source>
        <translation>{model} trouve un côté à la fois : demandez "{first}" ou "{second}".</translation>
    </message>
    <message>
        <source>{model} answers with boxes only: choose a larger model for questions in words.</source>
        <translation>{model} ne répond que par des boîtes : choisissez un modèle plus grand pour des questions en mots.</translation>
    </message>
    <message>
        <source>The point {shown} lies beside the slice.</source>
        <translation>Le point {shown} se trouve hors de la coupe.</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole points were kept.</source>
        <translation>La réponse s'interrompt ; seuls les points entiers ont été gardés.</translation>
    </message>
    <message>
        <source>The answer holds no point that could be read.</source>
        <translation>La réponse ne contient aucun point lisible.</translation>
    </message>
    <message>
        <source>The answer holds no box that could be read.</source>
        <translation>La réponse ne contient aucune boîte lisible.</translation>
    </message>
    <message>
        <source>It deems it there ({presence}) and is sure of no box: the best has {best}, and {needed} is needed.</source>
        <translation>Il juge la cible présente ({presence}) et n'est sûr d'aucune boîte : la meilleure a {best}, et il faut {needed}.</translation>
    </message>
    <message>
        <source>Right box</source>
        <translation>Boîte juste</translation>
    </message>
    <message>
        <source>The structure is there, and the box overlaps its true one by half or more (IoU &gt;= 0.5).</source>
        <translation>La structure est là, et la boîte recouvre la vraie de moitié ou plus (IoU &gt;= 0.5).</translation>
    </message>
    <message>
        <source>Mean overlap</source>
        <translation>Recouvrement moyen</translation>
    </message>
    <message>
        <source>Intersection over union of box and true box; 0 where it was missed.</source>
        <translation>Intersection sur union de la boîte et de la vraie boîte ; 0 si elle a été manquée.</translation>
    </message>
    <message>
        <source>Absent said absent</source>
        <translation>Absence reconnue</translation>
    </message>
    <message>
        <source>The structure is not on the slice, and the model says so.</source>
        <translation>La structure n'est pas sur la coupe, et le modèle le dit.</translation>
    </message>
    <message>
        <source>Sides confused</source>
        <translation>Côtés confondus</translation>
    </message>
    <message>
        <source>The box lies on the other side's structure.</source>
        <translation>La boîte est sur la structure de l'autre côté.</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Illisible</translation>
    </message>
    <message>
        <source>The model gave no answer that can be read, or could not be asked.</source>
        <translation>Le modèle n'a pas donné de réponse lisible, ou n'a pas pu être interrogé.</translation>
    </message>
    <message>
        <source>Time a query</source>
        <translation>Temps par requête</translation>
    </message>
    <message>
        <source>The median.</source>
        <translation>La médiane.</translation>
    </message>
    <message>
        <source>axial</source>
        <translation>axiale</translation>
    </message>
    <message>
        <source>coronal</source>
        <translation>coronale</translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation>sagittale</translation>
    </message>
    <message>
        <source>oblique</source>
        <translation>oblique</translation>
    </message>
    <message>
        <source>back</source>
        <translation>arrière</translation>
    </message>
    <message>
        <source>front</source>
        <translation>avant</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>bas</translation>
    </message>
    <message>
        <source>upper</source>
        <translation>haut</translation>
    </message>
    <message>
        <source>up</source>
        <translation>haut</translation>
    </message>
    <message>
        <source>down</source>
        <translation>bas</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>absent</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>pas trouvé jusqu'ici</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>réponse inutilisable</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>préréglage</translation>
    </message>
    <message>
        <source>as displayed</source>
        <translation>comme affiché</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>corrélation</translation>
    </message>
    <message>
        <source>correlation ratio</source>
        <translation>rapport de corrélation</translation>
    </message>
    <message>
        <source>abdomen</source>
        <translation>abdomen</translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation>bassin</translation>
    </message>
    <message>
        <source>chest</source>
        <translation>thorax</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>cerveau</translation>
    </message>
    <message>
        <source>head and neck</source>
        <translation>tête et cou</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>rachis</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>genou</translation>
    </message>
    <message>
        <source>muscles</source>
        <translation>muscles</translation>
    </message>
    <message>
        <source>bones</source>
        <translation>os</translation>
    </message>
</context>
</TS>
