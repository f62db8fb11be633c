<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>MISGround</name>
    <message>
        <source>Volume:</source>
        <translation>Volumen:</translation>
    </message>
    <message>
        <source>The volume that the question is about.</source>
        <translation>Das Volumen, um das es in der Frage geht.</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>Suchen in:</translation>
    </message>
    <message>
        <source>whole volume: slices are asked one after the other until each target has one 3D box, wherever it lies; boxes show early and grow. this slice: one question a target, about the slice view below. Saved with the scene.</source>
        <translation>ganzes Volumen: Schichten werden nacheinander befragt, bis jedes Ziel eine 3D-Box hat, wo auch immer es liegt; Boxen erscheinen früh und wachsen. diese Schicht: eine Frage je Ziel, zur Schichtansicht unten. Wird mit der Szene gespeichert.</translation>
    </message>
    <message>
        <source>Of a 4D sequence: every item is searched, one after the other, and the boxes follow the sequence as it is browsed. Off: the item shown is searched, and its boxes are hidden at the others. A limit of questions holds for each item.</source>
        <translation>Bei einer 4D-Sequenz: Jedes Element wird durchsucht, eines nach dem anderen, und die Boxen folgen der Sequenz beim Blättern. Aus: Das gezeigte Element wird durchsucht, bei den anderen sind seine Boxen verborgen. Eine Höchstzahl von Fragen gilt für jedes Element.</translation>
    </message>
    <message>
        <source>every item</source>
        <translation>jedes Element</translation>
    </message>
    <message>
        <source>Slice view:</source>
        <translation>Ansicht:</translation>
    </message>
    <message>
        <source>For this slice alone: the model looks at the slice that this view shows, in the view's plane. How the view is turned, its size and its zoom do not matter.</source>
        <translation>Nur für diese Schicht: Das Modell sieht die Schicht, die diese Ansicht zeigt, in deren Ebene. Drehung, Größe und Zoom der Ansicht spielen keine Rolle.</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>Modell:</translation>
    </message>
    <message>
        <source>The embedded model, or a model of your own: choose its folder with "...", or type its Hugging Face id (owner/name). Or the address of a vLLM server that you run: server:http://127.0.0.1:8000, with #NAME of the model where it serves several.</source>
        <translation>Das eingebaute Modell oder ein eigenes: seinen Ordner mit "..." wählen oder seine Hugging-Face-Kennung eingeben (Besitzer/Name). Oder die Adresse eines vLLM-Servers, den Sie betreiben: server:http://127.0.0.1:8000, mit #NAME des Modells, wenn er mehrere anbietet.</translation>
    </message>
    <message>
        <source>Choose the folder of a model on this computer (config.json and *.safetensors).</source>
        <translation>Den Ordner eines Modells auf diesem Rechner wählen (config.json und *.safetensors).</translation>
    </message>
    <message>
        <source>Models that can be had and those that are here: their size, licence and memory; download, add, remove.</source>
        <translation>Modelle, die zu haben oder schon hier sind: Größe, Lizenz und Speicherbedarf; herunterladen, hinzufügen, entfernen.</translation>
    </message>
    <message>
        <source>Models...</source>
        <translation>Modelle...</translation>
    </message>
    <message>
        <source>Where the picture of the slice and your words go.</source>
        <translation>Wohin das Bild der Schicht und Ihre Worte gehen.</translation>
    </message>
    <message>
        <source>An estimate from the model's files: weights, the longest answer, the largest picture, the neighbour graph.</source>
        <translation>Eine Schätzung aus den Dateien des Modells: Gewichte, längste Antwort, größtes Bild, Nachbarschaftsgraph.</translation>
    </message>
    <message>
        <source>Let the picture of the slice and your words go to the server named above, on another computer. Off until you tick it, for this address only; not saved with the scene.</source>
        <translation>Das Bild der Schicht und Ihre Worte dürfen an den oben genannten Server auf einem anderen Rechner gehen. Aus, bis Sie es ankreuzen, und nur für diese Adresse; wird nicht mit der Szene gespeichert.</translation>
    </message>
    <message>
        <source>Pictures may leave this computer</source>
        <translation>Bilder dürfen hinausgehen</translation>
    </message>
    <message>
        <source>Window:</source>
        <translation>Fenster:</translation>
    </message>
    <message>
        <source>The grey values that the model sees. automatic: the window and level of the kind of scan (for CT 400 and 40), whatever the views show. as displayed: those of the views. The answer says which it was.</source>
        <translation>Die Grauwerte, die das Modell sieht. automatic: Fensterbreite und -lage der Aufnahmeart (bei CT 400 und 40), was auch immer die Ansichten zeigen. as displayed: die der Ansichten. Die Antwort sagt, welche es waren.</translation>
    </message>
    <message>
        <source>Modality:</source>
        <translation>Modalität:</translation>
    </message>
    <message>
        <source>What kind of scan the model is told. automatic: what the scan says, or looks like. Choose another where that is wrong, such as an MR taken for CT. For this volume only.</source>
        <translation>Welche Aufnahmeart dem Modell genannt wird. automatic: was die Aufnahme angibt oder wonach sie aussieht. Wählen Sie eine andere, wo das falsch ist, etwa bei einer MRT, die für eine CT gehalten wird. Nur für dieses Volumen.</translation>
    </message>
    <message>
        <source>What to look for, one target a line:</source>
        <translation>Wonach suchen? Ein Ziel je Zeile:</translation>
    </message>
    <message>
        <source>One target a line. Left and right are the patient's. Ctrl+Enter asks the model.</source>
        <translation>Ein Ziel je Zeile. Links und rechts sind die Seiten des Patienten. Strg+Eingabe fragt das Modell.</translation>
    </message>
    <message>
        <source>For example: left kidney; liver; vertebrae</source>
        <translation>Zum Beispiel: linke Niere; Leber; Wirbel</translation>
    </message>
    <message>
        <source>How the line that you type may go on, in the languages that MISGround reads; sets such as abdomen; what you asked before. A click takes one, or Tab and Enter; Ctrl+Space takes the first.</source>
        <translation>Wie die Zeile, die Sie tippen, weitergehen kann, in den Sprachen, die MISGround liest; Gruppen wie Abdomen; was Sie schon gefragt haben. Ein Klick übernimmt einen Vorschlag, ebenso Tab und Eingabe; Strg+Leertaste nimmt den ersten.</translation>
    </message>
    <message>
        <source>The structures that the chosen model can be asked for.</source>
        <translation>Die Strukturen, nach denen das gewählte Modell gefragt werden kann.</translation>
    </message>
    <message>
        <source>What this model knows</source>
        <translation>Was dieses Modell kennt</translation>
    </message>
    <message>
        <source>Part of a name, of a synonym, or of a name in German, French, Spanish or Chinese. Enter takes the first one found.</source>
        <translation>Teil eines Namens, eines Synonyms oder eines deutschen, französischen, spanischen oder chinesischen Namens. Eingabe übernimmt den ersten gefundenen.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchbegriff</translation>
    </message>
    <message>
        <source>A double click, or Enter, puts a name into the query.</source>
        <translation>Doppelklick oder Eingabe setzt einen Namen in die Anfrage.</translation>
    </message>
    <message>
        <source>From the seconds that a question took with this model on this computer, when it was last asked here.</source>
        <translation>Aus den Sekunden, die eine Frage an dieses Modell auf diesem Rechner zuletzt gedauert hat.</translation>
    </message>
    <message>
        <source>Find the targets (Ctrl+Enter).</source>
        <translation>Die Ziele suchen (Strg+Eingabe).</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>How far the answer has come.</source>
        <translation>Wie weit die Antwort ist.</translation>
    </message>
    <message>
        <source>What happens now, what was found, or what to put right.</source>
        <translation>Was gerade geschieht, was gefunden wurde oder was zu berichtigen ist.</translation>
    </message>
    <message>
        <source>What the model is writing.</source>
        <translation>Was das Modell schreibt.</translation>
    </message>
    <message>
        <source>There is no answer to the last query. These rows, and the boxes in the scene, are of the one before it.</source>
        <translation>Auf die letzte Anfrage gibt es keine Antwort. Diese Zeilen und die Boxen in der Szene gehören zu der Anfrage davor.</translation>
    </message>
    <message>
        <source>What was found. Choose a row to bring the views there and to read what speaks for it. unsure: a box with a low score, drawn pale. Keys: Enter accepts, Backspace rejects, F2 renames, Delete removes, Space shows one box alone.</source>
        <translation>Was gefunden wurde. Eine Zeile wählen, um die Ansichten dorthin zu bringen und zu lesen, was dafür spricht. unsicher: eine Box mit niedrigem Score, blass gezeichnet. Tasten: Eingabe nimmt an, Rücktaste verwirft, F2 benennt um, Entf entfernt, Leertaste zeigt eine Box allein.</translation>
    </message>
    <message>
        <source>The box is right (Enter in the table). It is no longer pale or called unsure. Again takes that back.</source>
        <translation>Die Box ist richtig (Eingabe in der Tabelle). Sie ist nicht mehr blass oder unsicher. Nochmaliges Drücken nimmt das zurück.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>The box is wrong (Backspace in the table). It is hidden and stays in the table as rejected. Again takes that back.</source>
        <translation>Die Box ist falsch (Rücktaste in der Tabelle). Sie wird verborgen und bleibt als verworfen in der Tabelle. Nochmaliges Drücken nimmt das zurück.</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Give the box your own name (F2 in the table). What was asked stays with it.</source>
        <translation>Der Box einen eigenen Namen geben (F2 in der Tabelle). Was gefragt wurde, bleibt vermerkt.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Unlock the box, to drag it or its handles in the views (Ctrl+E in the table); again locks it. What you change is kept with the box as yours, with before and after.</source>
        <translation>Die Box entsperren, um sie oder ihre Griffe in den Ansichten zu ziehen (Strg+E in der Tabelle); nochmaliges Drücken sperrt sie. Was Sie ändern, wird bei der Box als Ihres vermerkt, mit vorher und nachher.</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Take the box out of the scene (Delete in the table). Undo last puts it back.</source>
        <translation>Die Box aus der Szene entfernen (Entf in der Tabelle). Rückgängig stellt sie wieder her.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Hide every other box of MISGround (Space in the table); again shows them.</source>
        <translation>Alle anderen Boxen von MISGround verbergen (Leertaste in der Tabelle); nochmaliges Drücken zeigt sie.</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>Nur diese</translation>
    </message>
    <message>
        <source>All that is known of the chosen row: the model's own words, what speaks for it, what MIS-SemSam changed, what you did (Ctrl+D in the table).</source>
        <translation>Alles, was von der gewählten Zeile bekannt ist: die eigenen Worte des Modells, was dafür spricht, was MIS-SemSam geändert hat, was Sie getan haben (Strg+D in der Tabelle).</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Details</translation>
    </message>
    <message>
        <source>Put the whole answer on the clipboard as text (Ctrl+C in the table).</source>
        <translation>Die ganze Antwort als Text in die Zwischenablage legen (Strg+C in der Tabelle).</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>What is known of the chosen row. It can be selected and copied.</source>
        <translation>Was von der gewählten Zeile bekannt ist. Es lässt sich markieren und kopieren.</translation>
    </message>
    <message>
        <source>Take back the last step (Ctrl+Z): the boxes of the last query go (a search on its way ends with them), boxes that were cleared or removed come back, or a change of a box is undone. Nothing else in the scene changes.</source>
        <translation>Den letzten Schritt zurücknehmen (Strg+Z): Die Boxen der letzten Anfrage verschwinden (eine laufende Suche endet dabei), entfernte Boxen kommen zurück, oder die Änderung einer Box wird rückgängig gemacht. Sonst ändert sich nichts in der Szene.</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Y).</source>
        <translation>Wiederholen, was zuletzt zurückgenommen wurde (Strg+Y).</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Take every box that MISGround drew out of the scene. Undo last puts them back.</source>
        <translation>Alle Boxen, die MISGround gezeichnet hat, aus der Szene entfernen. Rückgängig stellt sie wieder her.</translation>
    </message>
    <message>
        <source>Clear boxes</source>
        <translation>Leeren</translation>
    </message>
    <message>
        <source>Write the last answer, or its boxes as a table, as JSON, as a DICOM report or as a page with pictures, to a folder.</source>
        <translation>Die letzte Antwort, oder ihre Boxen als Tabelle, als JSON, als DICOM-Bericht oder als Seite mit Bildern, in einen Ordner schreiben.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Make a segment of the chosen row's box, for you to correct: what lies inside the box and has the grey values of its middle. It goes into a segmentation of MISGround's own; no segment of yours is changed.</source>
        <translation>Aus der Box der gewählten Zeile ein Segment machen, das Sie berichtigen: was in der Box liegt und die Grauwerte ihrer Mitte hat. Es kommt in eine eigene Segmentierung von MISGround; keines Ihrer Segmente wird verändert.</translation>
    </message>
    <message>
        <source>Send to Segment Editor</source>
        <translation>Segment Editor</translation>
    </message>
    <message>
        <source>Open Crop Volume with the chosen row's box as its ROI and the searched volume as its input. You press Apply there.</source>
        <translation>Crop Volume öffnen, mit der Box der gewählten Zeile als ROI und dem durchsuchten Volumen als Eingabe. Auf Apply drücken Sie dort.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Zuschneiden</translation>
    </message>
    <message>
        <source>Prompt nnInteractive with the middle slice of the chosen row's box, as if you had drawn it there. It segments into a new segment of MISGround's own; no segment of yours is changed. Initialize nnInteractive first.</source>
        <translation>nnInteractive die mittlere Schicht der Box der gewählten Zeile vorgeben, als hätten Sie sie dort gezeichnet. Es segmentiert in ein neues Segment von MISGround; keines Ihrer Segmente wird verändert. Initialisieren Sie nnInteractive zuvor.</translation>
    </message>
    <message>
        <source>What was asked in this scene; saved with it.</source>
        <translation>Was in dieser Szene gefragt wurde; wird mit ihr gespeichert.</translation>
    </message>
    <message>
        <source>Earlier queries</source>
        <translation>Frühere Anfragen</translation>
    </message>
    <message>
        <source>The latest first. A double click, or Enter, asks one again, of the volume and with the settings that are chosen now.</source>
        <translation>Die neueste zuerst. Doppelklick oder Eingabe fragt noch einmal, zum jetzt gewählten Volumen und mit den jetzigen Einstellungen.</translation>
    </message>
    <message>
        <source>Ask the chosen query again, of the volume and with the settings that are chosen now.</source>
        <translation>Die gewählte Anfrage noch einmal stellen, zum jetzt gewählten Volumen und mit den jetzigen Einstellungen.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>Asks several volumes of the scene what is typed above, one after the other, and compares two visits.</source>
        <translation>Befragt mehrere Volumen der Szene nacheinander nach dem oben Eingegebenen und vergleicht zwei Untersuchungen.</translation>
    </message>
    <message>
        <source>Several volumes</source>
        <translation>Mehrere Volumen</translation>
    </message>
    <message>
        <source>The volumes of the scene. Space checks one.</source>
        <translation>Die Volumen der Szene. Leertaste kreuzt eines an.</translation>
    </message>
    <message>
        <source>Search each checked volume for what is typed above. A volume that is answered is not asked again; the answers are saved with the scene.</source>
        <translation>In jedem angekreuzten Volumen nach dem oben Eingegebenen suchen. Ein beantwortetes Volumen wird nicht noch einmal befragt; die Antworten werden mit der Szene gespeichert.</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>Angekreuzte befragen</translation>
    </message>
    <message>
        <source>Sizes and places of the boxes of two checked volumes, side by side. They are asked first where they were not.</source>
        <translation>Größe und Ort der Boxen zweier angekreuzter Volumen nebeneinander. Sie werden zuvor befragt, wo das noch nicht geschah.</translation>
    </message>
    <message>
        <source>Compare two visits</source>
        <translation>Zwei vergleichen</translation>
    </message>
    <message>
        <source>Compare places after a rigid registration, whose quality is told; where it failed, nothing is compared. Unchecked: as the scene's transforms or the files say.</source>
        <translation>Orte nach einer starren Registrierung vergleichen, deren Güte genannt wird; wo sie misslang, wird nichts verglichen. Nicht angekreuzt: wie die Transformationen der Szene oder die Dateien es sagen.</translation>
    </message>
    <message>
        <source>register</source>
        <translation>registrieren</translation>
    </message>
    <message>
        <source>Changes are the second visit's minus the first's: of size from left to right, from back to front and upwards; of the box; of the centre's place.</source>
        <translation>Änderungen sind zweite minus erste Untersuchung: der Größe von links nach rechts, von hinten nach vorn und nach oben; der Box; des Ortes der Mitte.</translation>
    </message>
    <message>
        <source>How the model chooses its words, where it runs, and how much it is asked.</source>
        <translation>Wie das Modell seine Worte wählt, wo es läuft und wie viel es gefragt wird.</translation>
    </message>
    <message>
        <source>Decoding and device</source>
        <translation>Dekodierung und Gerät</translation>
    </message>
    <message>
        <source>Decoding:</source>
        <translation>Dekodierung:</translation>
    </message>
    <message>
        <source>semsam: MIS-SemSam, semantic sampling, steadies the words of an answer. greedy: always the most probable token. The others are controls to compare with: no-neighbours, shuffled and case-merge take from semantic sampling what gives it meaning.</source>
        <translation>semsam: MIS-SemSam, semantisches Sampling, macht die Worte einer Antwort stetiger. greedy: immer das wahrscheinlichste Token. Die übrigen dienen zum Vergleich: no-neighbours, shuffled und case-merge nehmen dem semantischen Sampling, was ihm Bedeutung gibt.</translation>
    </message>
    <message>
        <source>Mode:</source>
        <translation>Modus:</translation>
    </message>
    <message>
        <source>safe: numbers, brackets and the decision found or not found stay the model's own. paper: the rule acts on every token.</source>
        <translation>safe: Zahlen, Klammern und die Entscheidung gefunden oder nicht gefunden bleiben die des Modells. paper: Die Regel wirkt auf jedes Token.</translation>
    </message>
    <message>
        <source>Candidates (M):</source>
        <translation>Kandidaten (M):</translation>
    </message>
    <message>
        <source>How many of the most probable tokens are considered at each step.</source>
        <translation>Wie viele der wahrscheinlichsten Token in jedem Schritt betrachtet werden.</translation>
    </message>
    <message>
        <source>Nucleus (top-p):</source>
        <translation>Nukleus (top-p):</translation>
    </message>
    <message>
        <source>The candidates are cut to the fewest that hold this share of the probability.</source>
        <translation>Die Kandidaten werden auf die wenigsten gekürzt, die diesen Anteil der Wahrscheinlichkeit tragen.</translation>
    </message>
    <message>
        <source>Neighbours (K):</source>
        <translation>Nachbarn (K):</translation>
    </message>
    <message>
        <source>How many neighbours in meaning support a token, itself included. 1 is the same as greedy.</source>
        <translation>Wie viele bedeutungsnahe Nachbarn ein Token stützen, es selbst mitgezählt. 1 ist dasselbe wie greedy.</translation>
    </message>
    <message>
        <source>Draw at random:</source>
        <translation>Zufällig ziehen:</translation>
    </message>
    <message>
        <source>Draw the next token by its score with the seed below, in place of the best one. Off: the same question gives the same answer.</source>
        <translation>Das nächste Token mit dem Startwert unten nach seinem Wert ziehen, statt das beste zu nehmen. Aus: Dieselbe Frage ergibt dieselbe Antwort.</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>Startwert:</translation>
    </message>
    <message>
        <source>Start of the random numbers; kept with every box, so that an answer can be repeated.</source>
        <translation>Anfang der Zufallszahlen; wird bei jeder Box vermerkt, damit sich eine Antwort wiederholen lässt.</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>Gerät:</translation>
    </message>
    <message>
        <source>Where the model runs. auto takes the graphics card if there is one that fits (cuda, mps), else the processor.</source>
        <translation>Wo das Modell läuft. auto nimmt die Grafikkarte, wenn eine passt (cuda, mps), sonst den Prozessor.</translation>
    </message>
    <message>
        <source>Precision:</source>
        <translation>Genauigkeit:</translation>
    </message>
    <message>
        <source>How the model's weights are held. auto: 16 or 32 bit, as the device computes. 8bit, 4bit: rounded to a half or a quarter of the memory, on a CUDA graphics card only; boxes can differ a little.</source>
        <translation>Wie die Gewichte des Modells gehalten werden. auto: 16 oder 32 Bit, wie das Gerät rechnet. 8bit, 4bit: gerundet auf die Hälfte oder ein Viertel des Speichers, nur auf einer CUDA-Grafikkarte; Boxen können ein wenig abweichen.</translation>
    </message>
    <message>
        <source>Load even so:</source>
        <translation>Dennoch laden:</translation>
    </message>
    <message>
        <source>Load a model even where the estimate says that it needs more memory than is free. The computer can become very slow, or end the model's process. Not saved with the scene.</source>
        <translation>Ein Modell auch laden, wenn es nach der Schätzung mehr Speicher braucht, als frei ist. Der Rechner kann sehr langsam werden oder den Prozess des Modells beenden. Wird nicht mit der Szene gespeichert.</translation>
    </message>
    <message>
        <source>Allow download:</source>
        <translation>Laden erlauben:</translation>
    </message>
    <message>
        <source>Fetch a model typed by its Hugging Face id if it is not on this computer. Look at its size (often many gigabytes) and its licence on its page first. Images are never sent. Not saved with the scene.</source>
        <translation>Ein Modell, das mit seiner Hugging-Face-Kennung eingegeben wurde, herunterladen, wenn es nicht auf diesem Rechner ist. Sehen Sie zuvor auf seiner Seite nach Größe (oft viele Gigabyte) und Lizenz. Bilder werden nie gesendet. Wird nicht mit der Szene gespeichert.</translation>
    </message>
    <message>
        <source>Most questions:</source>
        <translation>Höchstens Fragen:</translation>
    </message>
    <message>
        <source>Of a whole volume: where the search stops with what is known by then, all targets together. 0: as many questions as it takes.</source>
        <translation>Für ein ganzes Volumen: wo die Suche mit dem bis dahin Bekannten aufhört, alle Ziele zusammen. 0: so viele Fragen, wie es braucht.</translation>
    </message>
    <message>
        <source>Box format:</source>
        <translation>Boxformat:</translation>
    </message>
    <message>
        <source>How the model writes its boxes. automatic: as is known of the model. Choose another only for a model that was trained to write them otherwise than its family: a box that is read in the wrong format lies elsewhere.</source>
        <translation>Wie das Modell seine Boxen schreibt. automatic: wie vom Modell bekannt. Wählen Sie nur dann ein anderes, wenn das Modell trainiert wurde, sie anders als seine Familie zu schreiben: Eine im falschen Format gelesene Box liegt anderswo.</translation>
    </message>
    <message>
        <source>Audit file:</source>
        <translation>Protokolldatei:</translation>
    </message>
    <message>
        <source>A file that gets a line for each answer and for each box that you accept or reject: time, model, the volume's UID or a hash of it, query, answer. No pixel, no name. Empty: no audit. Kept on this computer, not with the scene.</source>
        <translation>Eine Datei, die für jede Antwort und für jede Box, die Sie annehmen oder verwerfen, eine Zeile bekommt: Zeit, Modell, die UID des Volumens oder ein Hash davon, Anfrage, Antwort. Kein Pixel, kein Name. Leer: kein Protokoll. Auf diesem Rechner gemerkt, nicht mit der Szene.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Choose the audit file. Lines are added to its end.</source>
        <translation>Die Protokolldatei wählen. Zeilen werden am Ende angefügt.</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>Wählen...</translation>
    </message>
    <message>
        <source>Describe structures:</source>
        <translation>Beschreiben:</translation>
    </message>
    <message>
        <source>Tell the model what a structure looks like too: its shape, its density in CT or its intensity in MR, its usual place. For models that read free text; misground-mini knows structures by name only. Whether it helps a model is not known: misground bench run --describe measures it.</source>
        <translation>Dem Modell auch sagen, wie eine Struktur aussieht: Form, Dichte im CT oder Intensität im MR, üblicher Ort. Für Modelle, die freien Text lesen; misground-mini kennt Strukturen nur beim Namen. Ob es einem Modell hilft, ist nicht bekannt: misground bench run --describe misst es.</translation>
    </message>
    <message>
        <source>Asks the chosen model about a small fixed set of drawn pictures whose truth is known, and counts what is right.</source>
        <translation>Befragt das gewählte Modell zu einigen festen, gezeichneten Bildern, deren Wahrheit bekannt ist, und zählt, was stimmt.</translation>
    </message>
    <message>
        <source>How far can I trust this model?</source>
        <translation>Wie weit kann ich dem Modell trauen?</translation>
    </message>
    <message>
        <source>About 50 questions to the model chosen above, in its own process; Slicer stays usable. The scene is not touched. For labelled scans of your own there is the command misground bench.</source>
        <translation>Etwa 50 Fragen an das oben gewählte Modell, in dessen eigenem Prozess; Slicer bleibt bedienbar. Die Szene wird nicht berührt. Für eigene beschriftete Aufnahmen gibt es den Befehl misground bench.</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Modell prüfen</translation>
    </message>
    <message>
        <source>What was measured, with its 95 % interval; what a guess of the usual place gets; of how many questions. Each row says more.</source>
        <translation>Was gemessen wurde, mit 95-%-Intervall; was ein Raten des üblichen Ortes erreicht; aus wie vielen Fragen. Jede Zeile sagt mehr.</translation>
    </message>
    <message>
        <source>For research use only. Not for clinical use.</source>
        <translation>Nur für Forschungszwecke. Nicht für den klinischen Einsatz.</translation>
    </message>
    <message>
        <source>Type what you look for, one target a line, and press Ctrl+Enter: a vision-language model on this computer answers with labelled boxes, in the whole volume or on the slice shown. Left and right are the patient's. For research use only. Not for clinical use.</source>
        <translation>Geben Sie ein, wonach Sie suchen, ein Ziel je Zeile, und drücken Sie Strg+Eingabe: Ein Bild-Sprach-Modell auf diesem Rechner antwortet mit beschrifteten Boxen, im ganzen Volumen oder auf der gezeigten Schicht. Links und rechts sind die Seiten des Patienten. Nur für Forschungszwecke. Nicht für den klinischen Einsatz.</translation>
    </message>
    <message>
        <source>MISGround stands on 3D Slicer, PyTorch and Hugging Face Transformers. Its embedded model, misground-mini, was trained by the project on pictures that the project itself makes.</source>
        <translation>MISGround beruht auf 3D Slicer, PyTorch und Hugging Face Transformers. Sein eingebautes Modell misground-mini wurde vom Projekt an Bildern trainiert, die das Projekt selbst herstellt.</translation>
    </message>
</context>
<context>
    <name>ModelManager</name>
    <message>
        <source>MISGround: models</source>
        <translation>MISGround: Modelle</translation>
    </message>
    <message>
        <source>Every model that can be asked. Choose a row to read what it is good for, and what can be done with it.</source>
        <translation>Alle Modelle, die gefragt werden können. Eine Zeile wählen, um zu lesen, wofür ein Modell gut ist und was sich mit ihm tun lässt.</translation>
    </message>
    <message>
        <source>The Hugging Face id (owner/name) to look up: the chosen row's, or any other.</source>
        <translation>Die Hugging-Face-Kennung (Besitzer/Name), die nachgesehen wird: die der gewählten Zeile oder eine andere.</translation>
    </message>
    <message>
        <source>owner/name on Hugging Face</source>
        <translation>Besitzer/Name bei Hugging Face</translation>
    </message>
    <message>
        <source>Ask Hugging Face for the model's size and licence. Its name goes there, nothing else; nothing is downloaded yet.</source>
        <translation>Hugging Face nach Größe und Lizenz des Modells fragen. Sein Name geht dorthin, sonst nichts; heruntergeladen wird noch nichts.</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Nachsehen</translation>
    </message>
    <message>
        <source>The download can begin once you agree to its size and its licence.</source>
        <translation>Das Herunterladen kann beginnen, sobald Sie der Größe und der Lizenz zustimmen.</translation>
    </message>
    <message>
        <source>How much of the model is on this computer.</source>
        <translation>Wie viel vom Modell auf diesem Rechner ist.</translation>
    </message>
    <message>
        <source>Ask this model from now on.</source>
        <translation>Ab jetzt dieses Modell fragen.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Verwenden</translation>
    </message>
    <message>
        <source>Download the model, or go on where a download was broken off. Each file is checked. Slicer stays usable; Cancel keeps what came.</source>
        <translation>Das Modell herunterladen oder ein abgebrochenes Herunterladen fortsetzen. Jede Datei wird geprüft. Slicer bleibt bedienbar; Abbrechen behält, was da ist.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Remove a download with its files. A folder of your own is only taken off the list.</source>
        <translation>Ein heruntergeladenes Modell mit seinen Dateien entfernen. Ein eigener Ordner wird nur aus der Liste genommen.</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Entfernen...</translation>
    </message>
    <message>
        <source>List the folder of a model on this computer (config.json and *.safetensors). It is not changed.</source>
        <translation>Den Ordner eines Modells auf diesem Rechner in die Liste aufnehmen (config.json und *.safetensors). Er wird nicht verändert.</translation>
    </message>
    <message>
        <source>Add folder...</source>
        <translation>Ordner dazu...</translation>
    </message>
    <message>
        <source>Open the folder that the downloads lie in.</source>
        <translation>Den Ordner öffnen, in dem das Heruntergeladene liegt.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
</context>
<context>
    <name>panel.answer_actions</name>
    <message>
        <source>Choose a row to read what is known of it.</source>
        <translation>Wählen Sie eine Zeile, um zu lesen, was von ihr bekannt ist.</translation>
    </message>
    <message>
        <source>A box that follows a sequence cannot be changed here: it is another one at each item.</source>
        <translation>Eine Box, die einer Sequenz folgt, lässt sich hier nicht ändern: Sie ist bei jedem Element eine andere.</translation>
    </message>
    <message>
        <source>Accepted: {name}.</source>
        <translation>Angenommen: {name}.</translation>
    </message>
    <message>
        <source>Rejected, and hidden: {name}.</source>
        <translation>Verworfen und verborgen: {name}.</translation>
    </message>
    <message>
        <source>Neither accepted nor rejected any more: {name}.</source>
        <translation>Nicht mehr angenommen oder verworfen: {name}.</translation>
    </message>
    <message>
        <source>{before} is called {name} now.</source>
        <translation>{before} heißt jetzt {name}.</translation>
    </message>
    <message>
        <source>The box is locked again.</source>
        <translation>Die Box ist wieder gesperrt.</translation>
    </message>
    <message>
        <source>Drag {name} or its handles in a view. Adjust again locks it.</source>
        <translation>Ziehen Sie {name} oder die Griffe in einer Ansicht. Noch einmal Anpassen sperrt die Box.</translation>
    </message>
    <message>
        <source>Removed: {name}. Undo last puts it back.</source>
        <translation>Entfernt: {name}. Rückgängig stellt die Box wieder her.</translation>
    </message>
    <message>
        <source>All boxes are shown again.</source>
        <translation>Alle Boxen werden wieder gezeigt.</translation>
    </message>
    <message>
        <source>Shown alone: {name}.</source>
        <translation>Allein gezeigt: {name}.</translation>
    </message>
    <message>
        <source>There is no answer to copy yet. Ask for something first.</source>
        <translation>Es gibt noch keine Antwort zu kopieren. Fragen Sie zuerst.</translation>
    </message>
    <message>
        <source>The answer is on the clipboard.</source>
        <translation>Die Antwort ist in der Zwischenablage.</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene: {count}.</source>
        <translation>Aus der Szene entfernte Boxen: {count}.</translation>
    </message>
    <message>
        <source>There is no box of MISGround in the scene.</source>
        <translation>Es ist keine Box von MISGround in der Szene.</translation>
    </message>
</context>
<context>
    <name>panel.answer_text</name>
    <message>
        <source>Asked: {query}, on the {plane} slice at {position}.</source>
        <translation>Gefragt: {query}, auf der Schicht bei {position} ({plane}).</translation>
    </message>
    <message>
        <source>The model's box: {size} mm, its middle (RAS) at {middle} mm.</source>
        <translation>Die Box des Modells: {size} mm, ihre Mitte (RAS) bei {middle} mm.</translation>
    </message>
    <message>
        <source>The model's own point (RAS): {place} mm.</source>
        <translation>Der eigene Punkt des Modells (RAS): {place} mm.</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>Das Modell schrieb: {answer}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Asked: {query}, of the whole volume.</source>
        <translation>Gefragt: {query}, im ganzen Volumen.</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}, {count} Fragen.</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>nicht da</translation>
    </message>
    <message>
        <source>nothing that can be used</source>
        <translation>nichts Brauchbares</translation>
    </message>
    <message>
        <source>nothing to see</source>
        <translation>nichts zu sehen</translation>
    </message>
    <message>
        <source>{plane} {place}: {answer}, {score}</source>
        <translation>{plane} {place}: {answer}, {score}</translation>
    </message>
    <message>
        <source>... and {count} slices more.</source>
        <translation>... und {count} Schichten mehr.</translation>
    </message>
    <message>
        <source>Called {name} by its reader.</source>
        <translation>Vom Befunder {name} genannt.</translation>
    </message>
    <message>
        <source>{time}: adjusted by the reader, from {before} to {after}.</source>
        <translation>{time}: vom Befunder angepasst, von {before} zu {after}.</translation>
    </message>
    <message>
        <source>{time}: renamed by the reader from {before}.</source>
        <translation>{time}: vom Befunder umbenannt, vorher {before}.</translation>
    </message>
    <message>
        <source>{time}: accepted by the reader.</source>
        <translation>{time}: vom Befunder angenommen.</translation>
    </message>
    <message>
        <source>{time}: rejected by the reader.</source>
        <translation>{time}: vom Befunder verworfen.</translation>
    </message>
    <message>
        <source>{time}: opened again by the reader.</source>
        <translation>{time}: vom Befunder wieder offen gelassen.</translation>
    </message>
    <message>
        <source>{size} mm at (RAS) {middle}</source>
        <translation>{size} mm bei (RAS) {middle}</translation>
    </message>
    <message>
        <source>Decoding: {name}.</source>
        <translation>Dekodierung: {name}.</translation>
    </message>
    <message>
        <source>Decoding: {name}; of {steps} tokens {rescored} were weighed with their neighbours, {changed} changed.</source>
        <translation>Dekodierung: {name}; von {steps} Token wurden {rescored} mit ihren Nachbarn gewichtet, {changed} geändert.</translation>
    </message>
    <message>
        <source>Token {step}: {before} became {after}.</source>
        <translation>Token {step}: aus {before} wurde {after}.</translation>
    </message>
    <message>
        <source>... and {count} changes more.</source>
        <translation>... und {count} Änderungen mehr.</translation>
    </message>
    <message>
        <source>By {model}, revision {revision}, {time}.</source>
        <translation>Von {model}, Revision {revision}, {time}.</translation>
    </message>
</context>
<context>
    <name>panel.answers</name>
    <message>
        <source>These rows answer an earlier query: {queries}</source>
        <translation>Diese Zeilen beantworten eine frühere Anfrage: {queries}</translation>
    </message>
    <message>
        <source>The rows below are the answer for {volume}.</source>
        <translation>Die Zeilen unten sind die Antwort zu {volume}.</translation>
    </message>
    <message>
        <source>The volume of the box is no longer in the scene. Load it again, and ask again.</source>
        <translation>Das Volumen der Box ist nicht mehr in der Szene. Laden Sie es wieder und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Choose the row of a box that is in the scene; then press the button again.</source>
        <translation>Wählen Sie die Zeile einer Box, die in der Szene ist; drücken Sie dann den Knopf noch einmal.</translation>
    </message>
</context>
<context>
    <name>panel.audit_choice</name>
    <message>
        <source>File for the audit</source>
        <translation>Datei für das Protokoll</translation>
    </message>
    <message>
        <source>Lines of JSON (*.jsonl)</source>
        <translation>JSON-Zeilen (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>panel.display</name>
    <message>
        <source>Asking: {queries}</source>
        <translation>Gefragt wird: {queries}</translation>
    </message>
    <message>
        <source>Starting the model's process</source>
        <translation>Der Prozess des Modells startet</translation>
    </message>
    <message>
        <source>Asking the server</source>
        <translation>Der Server wird gefragt</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Das Modell wird geladen</translation>
    </message>
    <message>
        <source>Preparing the semantic neighbours</source>
        <translation>Die semantischen Nachbarn werden vorbereitet</translation>
    </message>
    <message>
        <source>Reading the slice</source>
        <translation>Die Schicht wird gelesen</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Es wird geantwortet</translation>
    </message>
    <message>
        <source>{stage}: {detail}</source>
        <translation>{stage}: {detail}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}: {query}</source>
        <translation>Antwort {number} von {count}: {query}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}</source>
        <translation>Antwort {number} von {count}</translation>
    </message>
    <message>
        <source>Find the targets on the slice shown (Ctrl+Enter).</source>
        <translation>Die Ziele auf der gezeigten Schicht suchen (Strg+Eingabe).</translation>
    </message>
    <message>
        <source>Find the targets in the whole volume (Ctrl+Enter).</source>
        <translation>Die Ziele im ganzen Volumen suchen (Strg+Eingabe).</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>Wird abgebrochen...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Stop the model (Esc). The scene stays as it is.</source>
        <translation>Das Modell anhalten (Esc). Die Szene bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>{found} of {count} found on the {slice}, in {seconds} s.</source>
        <translation>{found} von {count} gefunden ({slice}), in {seconds} s.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) on the {slice}, in {seconds} s.</source>
        <translation>{found} von {count} gefunden ({unsure} unsicher; {slice}), in {seconds} s.</translation>
    </message>
    <message>
        <source>The model saw it as {modality}, {window}.</source>
        <translation>Das Modell sah es als {modality}, {window}.</translation>
    </message>
    <message>
        <source>The model saw it with {window}.</source>
        <translation>Das Modell sah es mit {window}.</translation>
    </message>
    <message>
        <source>{query}: not found on the {slice}.</source>
        <translation>{query}: nicht gefunden ({slice}).</translation>
    </message>
    <message>
        <source>{plane} slice at {position}</source>
        <translation>Schicht bei {position}, {plane}</translation>
    </message>
    <message>
        <source>{message} Answers kept from before it: {count}.</source>
        <translation>{message} Vorher gegebene Antworten behalten: {count}.</translation>
    </message>
    <message>
        <source>The answer is in the table, but its boxes could not be drawn: {error}</source>
        <translation>Die Antwort steht in der Tabelle, doch ihre Boxen konnten nicht gezeichnet werden: {error}</translation>
    </message>
    <message>
        <source>Boxes of the last query taken back: {count}.</source>
        <translation>Boxen der letzten Anfrage zurückgenommen: {count}.</translation>
    </message>
    <message>
        <source>Cleared boxes put back: {count}.</source>
        <translation>Entfernte Boxen zurückgebracht: {count}.</translation>
    </message>
    <message>
        <source>The removed box is put back.</source>
        <translation>Die entfernte Box ist wieder da.</translation>
    </message>
    <message>
        <source>The box is back where it was.</source>
        <translation>Die Box ist wieder, wo sie war.</translation>
    </message>
    <message>
        <source>The box has its former name again.</source>
        <translation>Die Box hat wieder ihren früheren Namen.</translation>
    </message>
    <message>
        <source>What was said of the box is taken back.</source>
        <translation>Das Urteil über die Box ist zurückgenommen.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out.</source>
        <translation>Nichts zurückzunehmen: Die Boxen in der Szene sind nicht aus dieser Sitzung. Leeren nimmt sie heraus.</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>Es gibt nichts zu wiederholen.</translation>
    </message>
    <message>
        <source>Boxes of the query drawn again: {count}.</source>
        <translation>Boxen der Anfrage wieder gezeichnet: {count}.</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene again: {count}.</source>
        <translation>Wieder aus der Szene entfernte Boxen: {count}.</translation>
    </message>
    <message>
        <source>The box is removed again.</source>
        <translation>Die Box ist wieder entfernt.</translation>
    </message>
    <message>
        <source>The box is again where you put it.</source>
        <translation>Die Box ist wieder, wohin Sie sie gesetzt haben.</translation>
    </message>
    <message>
        <source>The box has your name again.</source>
        <translation>Die Box hat wieder den Namen, den Sie ihr gaben.</translation>
    </message>
    <message>
        <source>What was said of the box is said again.</source>
        <translation>Das Urteil über die Box gilt wieder.</translation>
    </message>
    <message>
        <source>Written: result.json and boxes.mrk.json in {folder}</source>
        <translation>Geschrieben: result.json und boxes.mrk.json in {folder}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are in result.json only: {count}.</source>
        <translation>Boxen, die nicht mehr in der Szene sind, stehen nur in result.json: {count}.</translation>
    </message>
    <message>
        <source>{query} → {label}</source>
        <translation>{query} → {label}</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>diesem Modell nicht bekannt</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>keine brauchbare Antwort</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Click to bring the views there.</source>
        <translation>Unsicher: Der Score ist niedrig, sehen Sie also selbst nach. Klicken bringt die Ansichten dorthin.</translation>
    </message>
    <message>
        <source>Found. Click to bring the views there.</source>
        <translation>Gefunden. Klicken bringt die Ansichten dorthin.</translation>
    </message>
    <message>
        <source>The model says that this is not on the slice that was asked.</source>
        <translation>Das Modell sagt, dass dies nicht auf der befragten Schicht ist.</translation>
    </message>
    <message>
        <source>* MIS-SemSam chose another word than the model's first choice {count} times.</source>
        <translation>* MIS-SemSam wählte {count}-mal ein anderes Wort als die erste Wahl des Modells.</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>Das Modell schrieb: {answer}</translation>
    </message>
</context>
<context>
    <name>panel.export_menu</name>
    <message>
        <source>Answer and boxes (result.json, boxes.mrk.json)...</source>
        <translation>Antwort und Boxen (result.json, boxes.mrk.json)...</translation>
    </message>
    <message>
        <source>Table of the boxes (CSV)...</source>
        <translation>Tabelle der Boxen (CSV)...</translation>
    </message>
    <message>
        <source>Boxes in RAS, LPS and voxels (JSON)...</source>
        <translation>Boxen in RAS, LPS und Voxeln (JSON)...</translation>
    </message>
    <message>
        <source>DICOM structured report (TID 1500)...</source>
        <translation>Strukturierter DICOM-Bericht (TID 1500)...</translation>
    </message>
    <message>
        <source>Page with pictures (HTML)...</source>
        <translation>Seite mit Bildern (HTML)...</translation>
    </message>
    <message>
        <source>Folder for {file}</source>
        <translation>Ordner für {file}</translation>
    </message>
    <message>
        <source>The answer could not be written: {error}</source>
        <translation>Die Antwort konnte nicht geschrieben werden: {error}</translation>
    </message>
    <message>
        <source>Written: {file} in {folder}</source>
        <translation>Geschrieben: {file} in {folder}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are left out: {count}.</source>
        <translation>Boxen, die nicht mehr in der Szene sind, fehlen darin: {count}.</translation>
    </message>
</context>
<context>
    <name>panel.handover</name>
    <message>
        <source>Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.</source>
        <translation>Segment {name} in {node} angelegt: was in der Box Grauwerte von {low} bis {high} hat. Berichtigen Sie es.</translation>
    </message>
    <message>
        <source>This Slicer has no module Crop Volume.</source>
        <translation>Diese Slicer-Version hat kein Modul Crop Volume.</translation>
    </message>
    <message>
        <source>Crop Volume has {volume} as its input and the box {box} as its ROI: press Apply there.</source>
        <translation>Crop Volume hat {volume} als Eingabe und die Box {box} als ROI: Drücken Sie dort auf Apply.</translation>
    </message>
    <message>
        <source>This Slicer has no extension nnInteractive. Install it with the Extensions Manager.</source>
        <translation>Diese Slicer-Version hat keine Erweiterung nnInteractive. Installieren Sie sie im Extensions Manager.</translation>
    </message>
    <message>
        <source>This version of nnInteractive takes no box from another module. Draw the box there.</source>
        <translation>Diese Version von nnInteractive nimmt keine Box von einem anderen Modul an. Zeichnen Sie die Box dort.</translation>
    </message>
    <message>
        <source>nnInteractive has not been initialized. Press Initialize there, come back, and press the button again.</source>
        <translation>nnInteractive ist nicht initialisiert. Drücken Sie dort auf Initialize, kommen Sie zurück und drücken Sie den Knopf noch einmal.</translation>
    </message>
    <message>
        <source>nnInteractive did not take the box: {error}</source>
        <translation>nnInteractive nahm die Box nicht an: {error}</translation>
    </message>
    <message>
        <source>The middle slice of the box went to nnInteractive as a prompt, for segment {name} in {node}.</source>
        <translation>Die mittlere Schicht der Box ging als Vorgabe an nnInteractive, für das Segment {name} in {node}.</translation>
    </message>
</context>
<context>
    <name>panel.known_list</name>
    <message>
        <source>This model takes any words. The names that MISGround reads in five languages: {shown}.</source>
        <translation>Dieses Modell nimmt beliebige Worte. Die Namen, die MISGround in fünf Sprachen liest: {shown}.</translation>
    </message>
    <message>
        <source>{shown} of the {count} structures that this model knows.</source>
        <translation>{shown} der {count} Strukturen, die dieses Modell kennt.</translation>
    </message>
</context>
<context>
    <name>panel.model_manager</name>
    <message>
        <source>Will not fit: it needs about {need}, and {free} are free on {card}. Choose 4bit or 8bit under Decoding and device, or a smaller model.</source>
        <translation>Passt nicht: Es braucht etwa {need}, auf {card} sind {free} frei. Wählen Sie 4bit oder 8bit unter Dekodierung und Gerät oder ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Will not fit: it needs about {need} of memory, and {free} are free. Close other programs or choose a smaller model.</source>
        <translation>Passt nicht: Es braucht etwa {need} Speicher, frei sind {free}. Schließen Sie andere Programme oder wählen Sie ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Needs about {need}; {free} are free on {card}.</source>
        <translation>Braucht etwa {need}; frei auf {card}: {free}.</translation>
    </message>
    <message>
        <source>Needs about {need} of memory; {free} are free.</source>
        <translation>Braucht etwa {need} Speicher; frei: {free}.</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>Ordner eines Modells</translation>
    </message>
    <message>
        <source>The download stopped: {error}</source>
        <translation>Das Herunterladen brach ab: {error}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Lizenz</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>with MISGround</source>
        <translation>eingebaut</translation>
    </message>
    <message>
        <source>downloaded</source>
        <translation>geladen</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>zum Teil</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>eigenes</translation>
    </message>
    <message>
        <source>Asking Hugging Face.</source>
        <translation>Hugging Face wird gefragt.</translation>
    </message>
    <message>
        <source>The download begins.</source>
        <translation>Das Herunterladen beginnt.</translation>
    </message>
    <message>
        <source>The download could not be started: {error}</source>
        <translation>Das Herunterladen konnte nicht beginnen: {error}</translation>
    </message>
    <message>
        <source>{done} of {total}: {file}</source>
        <translation>{done} von {total}: {file}</translation>
    </message>
    <message>
        <source>Cancelled. What came is kept: Download goes on from there.</source>
        <translation>Abgebrochen. Was da ist, bleibt: Herunterladen macht dort weiter.</translation>
    </message>
    <message>
        <source>The model is here: {folder}</source>
        <translation>Das Modell ist hier: {folder}</translation>
    </message>
    <message>
        <source>through the system's proxy {proxy}</source>
        <translation>über den Proxy des Systems, {proxy}</translation>
    </message>
    <message>
        <source>without a proxy</source>
        <translation>ohne Proxy</translation>
    </message>
    <message>
        <source>{size} in {count} files, licence {licence} ({terms}), to {folder}, {way}.</source>
        <translation>{size} in {count} Dateien, Lizenz {licence} ({terms}), nach {folder}, {way}.</translation>
    </message>
    <message>
        <source>{offer} Its terms must be accepted on its page first.</source>
        <translation>{offer} Zuvor müssen auf seiner Seite seine Bedingungen angenommen werden.</translation>
    </message>
    <message>
        <source>Download {size} under the licence {licence}</source>
        <translation>{size} unter der Lizenz {licence} herunterladen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Herunterladen</translation>
    </message>
    <message>
        <source>Boxes as {name} writes them.</source>
        <translation>Boxen, wie {name} sie schreibt.</translation>
    </message>
    <message>
        <source>32 bit</source>
        <translation>32 Bit</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 Bit</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 Bit</translation>
    </message>
    <message>
        <source>4 bit</source>
        <translation>4 Bit</translation>
    </message>
    <message>
        <source>Memory: {needs}; 8 and 4 bit on a CUDA card only. Free on this computer: {free}.</source>
        <translation>Speicher: {needs}; 8 und 4 Bit nur auf einer CUDA-Karte. Frei auf diesem Rechner: {free}.</translation>
    </message>
    <message>
        <source>{model} is asked from now on.</source>
        <translation>Ab jetzt wird {model} gefragt.</translation>
    </message>
    <message>
        <source>Remove {model} from this computer?</source>
        <translation>{model} von diesem Rechner entfernen?</translation>
    </message>
    <message>
        <source>{model} is listed.</source>
        <translation>{model} steht in der Liste.</translation>
    </message>
    <message>
        <source>{folder} could not be made: {error}</source>
        <translation>{folder} konnte nicht angelegt werden: {error}</translation>
    </message>
</context>
<context>
    <name>panel.model_section</name>
    <message>
        <source>{model} (embedded)</source>
        <translation>{model} (eingebaut)</translation>
    </message>
    <message>
        <source>Type the server's address like this: server:http://127.0.0.1:8000</source>
        <translation>Geben Sie die Adresse des Servers so ein: server:http://127.0.0.1:8000</translation>
    </message>
    <message>
        <source>Answers come from the server {address}.</source>
        <translation>Antworten kommen vom Server {address}.</translation>
    </message>
    <message>
        <source>Answers come from the server {address}, another computer: slices and queries go there.</source>
        <translation>Antworten kommen vom Server {address}, einem anderen Rechner: Schichten und Anfragen gehen dorthin.</translation>
    </message>
    <message>
        <source>The server {address} is another computer: slices and queries would go there.</source>
        <translation>Der Server {address} ist ein anderer Rechner: Schichten und Anfragen gingen dorthin.</translation>
    </message>
    <message>
        <source>The check stopped: {error}</source>
        <translation>Die Prüfung brach ab: {error}</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Gemessen</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Intervall</translation>
    </message>
    <message>
        <source>Guess</source>
        <translation>Raten</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>The check could not be started: {error}</source>
        <translation>Die Prüfung konnte nicht beginnen: {error}</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>Prüfung abbrechen</translation>
    </message>
    <message>
        <source>The model is loading.</source>
        <translation>Das Modell wird geladen.</translation>
    </message>
    <message>
        <source>{percent} % asked.</source>
        <translation>{percent} % der Fragen gestellt.</translation>
    </message>
    <message>
        <source>Cancelled. The table holds what was answered before.</source>
        <translation>Abgebrochen. Die Tabelle enthält, was vorher beantwortet wurde.</translation>
    </message>
    <message>
        <source>Cancelled before the first answer.</source>
        <translation>Vor der ersten Antwort abgebrochen.</translation>
    </message>
    <message>
        <source>{name}, revision {revision}</source>
        <translation>{name}, Revision {revision}</translation>
    </message>
    <message>
        <source>{model}, {decoding}. {count} pictures of made-up bodies: a first look, not a clinical measure. Guess: always the usual place.</source>
        <translation>{model}, {decoding}. {count} Bilder erdachter Körper: ein erster Eindruck, kein klinisches Maß. Raten: immer der übliche Ort.</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Modell prüfen</translation>
    </message>
    <message>
        <source>The installed PyTorch {version} does not fit: {needed} is needed. Open the module PyTorch Utils, uninstall PyTorch, restart Slicer and press Ground again.</source>
        <translation>Das installierte PyTorch {version} passt nicht: {needed} wird gebraucht. Öffnen Sie das Modul PyTorch Utils, deinstallieren Sie PyTorch, starten Sie Slicer neu und drücken Sie noch einmal auf Suchen.</translation>
    </message>
    <message>
        <source>PyTorch was not installed. Press Ground to be asked again.</source>
        <translation>PyTorch wurde nicht installiert. Drücken Sie auf Suchen, um wieder gefragt zu werden.</translation>
    </message>
    <message>
        <source>These Python packages are missing: {packages}. Install them and press Ground again.</source>
        <translation>Diese Python-Pakete fehlen: {packages}. Installieren Sie sie und drücken Sie noch einmal auf Suchen.</translation>
    </message>
    <message>
        <source>PyTorch is missing. Install the extension named PyTorch with the Extensions Manager, restart Slicer and press Ground again.</source>
        <translation>PyTorch fehlt. Installieren Sie im Extensions Manager die Erweiterung namens PyTorch, starten Sie Slicer neu und drücken Sie noch einmal auf Suchen.</translation>
    </message>
    <message>
        <source>PyTorch could not be installed: {error}</source>
        <translation>PyTorch konnte nicht installiert werden: {error}</translation>
    </message>
    <message>
        <source>MISGround needs these Python packages: {packages}. Install them now?</source>
        <translation>MISGround braucht diese Python-Pakete: {packages}. Jetzt installieren?</translation>
    </message>
    <message>
        <source>The Python packages could not be installed: {error}. Press Ground to try again.</source>
        <translation>Die Python-Pakete konnten nicht installiert werden: {error}. Drücken Sie auf Suchen, um es noch einmal zu versuchen.</translation>
    </message>
    <message>
        <source>The installed transformers cannot read pictures without torchvision. Update it to 5.4 or later and press Ground again.</source>
        <translation>Das installierte transformers kann ohne torchvision keine Bilder lesen. Bringen Sie es auf 5.4 oder neuer und drücken Sie noch einmal auf Suchen.</translation>
    </message>
</context>
<context>
    <name>panel.parameters</name>
    <message>
        <source>whole volume</source>
        <translation>ganzes Volumen</translation>
    </message>
    <message>
        <source>this slice</source>
        <translation>diese Schicht</translation>
    </message>
</context>
<context>
    <name>panel.query_history</name>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}</source>
        <translation>{time} {queries}: {found} von {count} in {volume}</translation>
    </message>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}, whole volume</source>
        <translation>{time} {queries}: {found} von {count} in {volume}, ganzes Volumen</translation>
    </message>
    <message>
        <source>{line}, {time}, by {model}</source>
        <translation>{line}, {time}, von {model}</translation>
    </message>
</context>
<context>
    <name>panel.results_table</name>
    <message>
        <source>removed</source>
        <translation>entfernt</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>angenommen</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>unsure, adjusted</source>
        <translation>unsicher, angepasst</translation>
    </message>
    <message>
        <source>adjusted</source>
        <translation>angepasst</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
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
        <translation>der Speicher reichte nicht. Schließen Sie andere Daten oder Programme.</translation>
    </message>
    <message>
        <source>A slice is asked at the item shown alone: give scope="volume" for every item.</source>
        <translation>Eine Schicht wird nur beim gezeigten Element befragt: Geben Sie scope="volume" für jedes Element an.</translation>
    </message>
    <message>
        <source>The volume left the scene while the model answered, so nothing was drawn. Ask again.</source>
        <translation>Das Volumen verließ die Szene, während das Modell antwortete; es wurde nichts gezeichnet. Fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>Der Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{path} could not be written. Free some space or choose another folder.</source>
        <translation>{path} konnte nicht geschrieben werden. Schaffen Sie Platz oder wählen Sie einen anderen Ordner.</translation>
    </message>
</context>
<context>
    <name>panel.slice_views</name>
    <message>
        <source>There is no slice view named {name}. Choose another view.</source>
        <translation>Es gibt keine Schichtansicht namens {name}. Wählen Sie eine andere Ansicht.</translation>
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
        <translation>Es ist kein Volumen angekreuzt. Kreuzen Sie in der Liste eines oder mehrere an.</translation>
    </message>
    <message>
        <source>It left the scene.</source>
        <translation>Es verließ die Szene.</translation>
    </message>
    <message>
        <source>Unexpected: {error}</source>
        <translation>Unerwartet: {error}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}</source>
        <translation>Volumen {number} von {count}, {name}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}: question {asked} of about {all}</source>
        <translation>Volumen {number} von {count}, {name}: Frage {asked} von etwa {all}</translation>
    </message>
    <message>
        <source>{done} asked, {skipped} answered before, {failed} not answered, of {count} volumes.</source>
        <translation>Von {count} Volumen: {done} befragt, {skipped} schon beantwortet, {failed} ohne Antwort.</translation>
    </message>
    <message>
        <source>Stopped: {said} What is answered stays, and is not asked again.</source>
        <translation>Angehalten: {said} Was beantwortet ist, bleibt und wird nicht noch einmal gefragt.</translation>
    </message>
    <message>
        <source>Of a sequence the item shown is asked alone in a study.</source>
        <translation>Bei einer Sequenz wird hier nur das gezeigte Element befragt.</translation>
    </message>
</context>
<context>
    <name>panel.study_section</name>
    <message>
        <source>The study stopped: {error}</source>
        <translation>Die Befragung brach ab: {error}</translation>
    </message>
    <message>
        <source>Several volumes are being asked. Wait, or stop that under Several volumes.</source>
        <translation>Mehrere Volumen werden gerade befragt. Warten Sie, oder halten Sie das unter Mehrere Volumen an.</translation>
    </message>
    <message>
        <source>A query is on its way. Wait for it, or stop it with Esc.</source>
        <translation>Eine Anfrage läuft. Warten Sie, oder halten Sie sie mit Esc an.</translation>
    </message>
    <message>
        <source>Check two volumes: the first visit stands above the second in the list.</source>
        <translation>Kreuzen Sie zwei Volumen an: Die erste Untersuchung steht in der Liste über der zweiten.</translation>
    </message>
    <message>
        <source>The study could not be started: {error}</source>
        <translation>Die Befragung konnte nicht beginnen: {error}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The registration was stopped: nothing was compared.</source>
        <translation>Die Registrierung wurde angehalten: Es wurde nichts verglichen.</translation>
    </message>
    <message>
        <source>The volumes could not be compared: {error}</source>
        <translation>Die Volumen konnten nicht verglichen werden: {error}</translation>
    </message>
    <message>
        <source>Registering the volumes: {percent} %</source>
        <translation>Volumen werden registriert: {percent} %</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Size change</source>
        <translation>Δ Größe</translation>
    </message>
    <message>
        <source>Box change</source>
        <translation>Δ Box</translation>
    </message>
    <message>
        <source>Centre moved</source>
        <translation>Δ Mitte</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>Erste Untersuchung</translation>
    </message>
    <message>
        <source>Second visit</source>
        <translation>Zweite Untersuchung</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>Angekreuzte befragen</translation>
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
        <translation>{found} von {count} gefunden ({where}), in {seconds} s und {questions} Fragen.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) in {where}, in {seconds} s and {questions} questions.</source>
        <translation>{found} von {count} gefunden ({unsure} unsicher; {where}), in {seconds} s und {questions} Fragen.</translation>
    </message>
    <message>
        <source>the volume</source>
        <translation>Volumen</translation>
    </message>
    <message>
        <source>{items} items of the sequence</source>
        <translation>{items} Elemente der Sequenz</translation>
    </message>
    <message>
        <source>the volume at {item}</source>
        <translation>Volumen bei {item}</translation>
    </message>
    <message>
        <source>{summary} It stopped at its limit of questions.</source>
        <translation>{summary} Die Höchstzahl von Fragen war erreicht.</translation>
    </message>
    <message>
        <source>{before} Kept what was known by then: {found} of {count} found after {questions} questions.</source>
        <translation>{before} Behalten, was bis dahin bekannt war: {found} von {count} gefunden nach {questions} Fragen.</translation>
    </message>
    <message>
        <source>The search was stopped, and its boxes were taken back: {count}.</source>
        <translation>Die Suche wurde angehalten, ihre Boxen wurden zurückgenommen: {count}.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>Abgebrochen. Es wurde nichts gezeichnet.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <source>Looking: {plane} {place}, question {number} of about {count}</source>
        <translation>Suche: {plane} {place}, Frage {number} von etwa {count}</translation>
    </message>
    <message>
        <source>Item {item}. {progress}</source>
        <translation>Element {item}. {progress}</translation>
    </message>
    <message>
        <source>{progress}, {time} left</source>
        <translation>{progress}, noch {time}</translation>
    </message>
    <message>
        <source>{found} of {count} found so far</source>
        <translation>bisher {found} von {count} gefunden</translation>
    </message>
    <message>
        <source>Stop the search (Esc). What is known by then stays.</source>
        <translation>Die Suche anhalten (Esc). Was bis dahin bekannt ist, bleibt.</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>einer Sekunde</translation>
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
        <translation>Etwa {count} Fragen an dieses Modell. Wie lange eine hier dauert, ist vor der ersten Suche nicht bekannt: Setzen Sie zum Ausprobieren unten eine Höchstzahl von Fragen.</translation>
    </message>
    <message>
        <source>About {count} questions to this model, in about {time}.</source>
        <translation>Etwa {count} Fragen an dieses Modell, in etwa {time}.</translation>
    </message>
    <message>
        <source>{label} found from S {high} to {low} mm</source>
        <translation>{label} gefunden von S {high} bis {low} mm</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>diesem Modell nicht bekannt</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>unsicher</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>wird gesucht</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>keine brauchbare Antwort</translation>
    </message>
    <message>
        <source>not in this volume</source>
        <translation>nicht in diesem Volumen</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>bisher nicht gefunden</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}, {count} Fragen.</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Choose the row to bring the views there.</source>
        <translation>Unsicher: Der Score ist niedrig, sehen Sie also selbst nach. Die Zeile wählen bringt die Ansichten dorthin.</translation>
    </message>
    <message>
        <source>Choose the row to bring the views there.</source>
        <translation>Die Zeile wählen bringt die Ansichten dorthin.</translation>
    </message>
</context>
<context>
    <name>panel.widget</name>
    <message>
        <source>The model's answer could not be read: {error}</source>
        <translation>Die Antwort des Modells konnte nicht gelesen werden: {error}</translation>
    </message>
    <message>
        <source>The query could not be started: {error}</source>
        <translation>Die Anfrage konnte nicht beginnen: {error}</translation>
    </message>
    <message>
        <source>A search of the volume is on its way. Check the model when it is done.</source>
        <translation>Eine Suche im Volumen läuft. Prüfen Sie das Modell, wenn sie fertig ist.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>Abgebrochen. Es wurde nichts gezeichnet.</translation>
    </message>
    <message>
        <source>The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.</source>
        <translation>Das Volumen verließ die Szene, daher wurde die Anfrage angehalten. Ihr Text bleibt: Wählen Sie ein Volumen und fragen Sie noch einmal.</translation>
    </message>
</context>
<context>
    <name>MISGroundLib</name>
    <message>
        <source>Comes with MISGround: known structures by name, on any computer, in well under a second; no free text.</source>
        <translation>Gehört zu MISGround: bekannte Strukturen beim Namen, auf jedem Rechner, in weit unter einer Sekunde; kein freier Text.</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 8 GB or on a CPU; general pictures, not trained for medicine.</source>
        <translation>Boxen zu freiem Text auf einer Karte mit 8 GB oder auf dem Prozessor; allgemeine Bilder, nicht für die Medizin trainiert.</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 16 GB, in 8 bit on 10 GB; general pictures, not trained for medicine.</source>
        <translation>Boxen zu freiem Text auf einer Karte mit 16 GB, in 8 Bit mit 10 GB; allgemeine Bilder, nicht für die Medizin trainiert.</translation>
    </message>
    <message>
        <source>Boxes of free text and questions in words on a card of 24 GB, in 4 bit on less; not trained for medicine.</source>
        <translation>Boxen zu freiem Text und Fragen in Worten auf einer Karte mit 24 GB, in 4 Bit mit weniger; nicht für die Medizin trainiert.</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it. Research use only.</source>
        <translation>Die Generation vor Qwen3-VL; viele medizinische Modelle wurden aus ihr gemacht. Nur für die Forschung.</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it.</source>
        <translation>Die Generation vor Qwen3-VL; viele medizinische Modelle wurden aus ihr gemacht.</translation>
    </message>
    <message>
        <source>Made for medicine: questions in words about CT, MR and X-rays; boxes only on chest X-rays. Its makers' terms forbid clinical use.</source>
        <translation>Für die Medizin gemacht: Fragen in Worten zu CT, MR und Röntgenbildern; Boxen nur auf Röntgenbildern des Thorax. Die Bedingungen der Hersteller verbieten klinischen Einsatz.</translation>
    </message>
    <message>
        <source>unknown decoding {value!r}: choose semsam, greedy, no-neighbours, shuffled or case-merge</source>
        <translation>unbekannte Dekodierung {value!r}: Wählen Sie semsam, greedy, no-neighbours, shuffled oder case-merge</translation>
    </message>
    <message>
        <source>unknown SemSam mode {value!r}: choose safe or paper</source>
        <translation>unbekannter SemSam-Modus {value!r}: Wählen Sie safe oder paper</translation>
    </message>
    <message>
        <source>top_m is {value}: give 1 or more candidates</source>
        <translation>top_m ist {value}: Geben Sie 1 oder mehr Kandidaten an</translation>
    </message>
    <message>
        <source>top_p is {value}: give a number above 0 and up to 1</source>
        <translation>top_p ist {value}: Geben Sie eine Zahl über 0 und bis 1 an</translation>
    </message>
    <message>
        <source>k is {value}: give 1 or more neighbours (1 equals greedy)</source>
        <translation>k ist {value}: Geben Sie 1 oder mehr Nachbarn an (1 entspricht greedy)</translation>
    </message>
    <message>
        <source>unknown option {value!r} of the graph: choose from mutual, no-hubs, merge-variants, no-contrasts</source>
        <translation>unbekannte Option {value!r} des Graphen: Wählen Sie aus mutual, no-hubs, merge-variants, no-contrasts</translation>
    </message>
    <message>
        <source>together is {value}: give 1 or more questions a batch</source>
        <translation>together ist {value}: Geben Sie 1 oder mehr Fragen auf einmal an</translation>
    </message>
    <message>
        <source>window is {value!r}: give 'automatic' or 'as displayed'</source>
        <translation>window ist {value!r}: Geben Sie 'automatic' oder 'as displayed' an</translation>
    </message>
    <message>
        <source>scope is {value!r}: give slice or volume</source>
        <translation>scope ist {value!r}: Geben Sie slice oder volume an</translation>
    </message>
    <message>
        <source>budget is {value}: give the most questions to ask, or 0 for as many as it takes</source>
        <translation>budget ist {value}: Geben Sie die Höchstzahl der Fragen an, oder 0 für so viele, wie es braucht</translation>
    </message>
    <message>
        <source>unknown box format {value!r}: choose automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava or medvision-v0</source>
        <translation>unbekanntes Boxformat {value!r}: Wählen Sie automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava oder medvision-v0</translation>
    </message>
    <message>
        <source>items is {value!r}: give shown or every</source>
        <translation>items ist {value!r}: Geben Sie shown oder every an</translation>
    </message>
    <message>
        <source>unknown precision {value!r}: choose auto, 8bit or 4bit</source>
        <translation>unbekannte Genauigkeit {value!r}: Wählen Sie auto, 8bit oder 4bit</translation>
    </message>
    <message>
        <source>There is no query. Type what to look for, one target a line, for example: left kidney</source>
        <translation>Es gibt keine Anfrage. Geben Sie ein, wonach gesucht werden soll, ein Ziel je Zeile, zum Beispiel: linke Niere</translation>
    </message>
    <message>
        <source>A query has {count} characters and the most is {maximum_query_length}. Name one target a line, in a few words.</source>
        <translation>Eine Anfrage hat {count} Zeichen, erlaubt sind höchstens {maximum_query_length}. Nennen Sie ein Ziel je Zeile, mit wenigen Worten.</translation>
    </message>
    <message>
        <source>There are {count} queries and the most at once is {maximum_queries}. Ask them in parts.</source>
        <translation>Es sind {count} Anfragen, erlaubt sind höchstens {maximum_queries} auf einmal. Stellen Sie sie in Teilen.</translation>
    </message>
    <message>
        <source>The audit file {path} cannot be written: {reason}. Choose another file, or none.</source>
        <translation>Die Protokolldatei {path} kann nicht geschrieben werden: {reason}. Wählen Sie eine andere Datei oder keine.</translation>
    </message>
    <message>
        <source>{query}: {model} draws one box round all of them, so that they cannot be counted. Ask for {target}, or choose a model that lists its boxes, and ask on a slice.</source>
        <translation>{query}: {model} zeichnet eine Box um alle zusammen, sodass sie nicht gezählt werden können. Fragen Sie nach {target}, oder wählen Sie ein Modell, das seine Boxen auflistet, und fragen Sie auf einer Schicht.</translation>
    </message>
    <message>
        <source>{query}: a search of a volume draws one box for each target, so that nothing can be counted. Ask on a slice.</source>
        <translation>{query}: Eine Suche im Volumen zeichnet eine Box je Ziel, sodass nichts gezählt werden kann. Fragen Sie auf einer Schicht.</translation>
    </message>
    <message>
        <source>The Python package {package} is missing or cannot be used ({error}). Install MISGround's Python packages (see README), then ask again.</source>
        <translation>Das Python-Paket {package} fehlt oder ist nicht verwendbar ({error}). Installieren Sie die Python-Pakete von MISGround (siehe README) und fragen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>Der Speicher der Grafikkarte reichte nicht. Wählen Sie ein kleineres Modell oder das Gerät cpu, oder schließen Sie andere Programme, und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The computer ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>Der Speicher des Rechners reichte nicht. Wählen Sie ein kleineres Modell oder das Gerät cpu, oder schließen Sie andere Programme, und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The graphics card reported an error ({first_line}). The next query starts the model afresh; if it happens again, choose the device cpu.</source>
        <translation>Die Grafikkarte meldete einen Fehler ({first_line}). Die nächste Anfrage startet das Modell neu; geschieht es wieder, wählen Sie das Gerät cpu.</translation>
    </message>
    <message>
        <source>The model failed ({name}: {first_line}). Ask again; if it happens again, choose another model.</source>
        <translation>Das Modell versagte ({name}: {first_line}). Fragen Sie noch einmal; geschieht es wieder, wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>There is no question to ask. Type what to look for.</source>
        <translation>Es gibt keine Frage. Geben Sie ein, wonach gesucht werden soll.</translation>
    </message>
    <message>
        <source>The model is still answering. Wait for it, or cancel first.</source>
        <translation>Das Modell antwortet noch. Warten Sie, oder brechen Sie zuerst ab.</translation>
    </message>
    <message>
        <source>The slice's picture did not reach the model. Ask again.</source>
        <translation>Das Bild der Schicht kam nicht beim Modell an. Fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The server's address cannot be read ({error}). Give one like this: for example http://127.0.0.1:8000.</source>
        <translation>Die Adresse des Servers ist nicht lesbar ({error}). Geben Sie eine wie diese an: http://127.0.0.1:8000.</translation>
    </message>
    <message>
        <source>The server's address holds a user's name or password. Give the address alone, for example http://127.0.0.1:8000; a key goes into the environment variable MISGROUND_SERVER_KEY.</source>
        <translation>Die Adresse des Servers enthält einen Benutzernamen oder ein Passwort. Geben Sie nur die Adresse an, zum Beispiel http://127.0.0.1:8000; ein Schlüssel gehört in die Umgebungsvariable MISGROUND_SERVER_KEY.</translation>
    </message>
    <message>
        <source>{text!r} is no address of a server. Give http://, its name and its port, for example http://127.0.0.1:8000.</source>
        <translation>{text!r} ist keine Adresse eines Servers. Geben Sie http://, seinen Namen und seinen Port an, zum Beispiel http://127.0.0.1:8000.</translation>
    </message>
    <message>
        <source>The server {address} is another computer, and pictures stay on this one unless you say otherwise. If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server on the command line; else choose a server on 127.0.0.1.</source>
        <translation>Der Server {address} ist ein anderer Rechner, und Bilder bleiben auf diesem, wenn Sie nichts anderes sagen. Dürfen sie dorthin gehen, kreuzen Sie im Panel "Bilder dürfen hinausgehen" an oder geben Sie auf der Kommandozeile --allow-remote-server an; sonst wählen Sie einen Server auf 127.0.0.1.</translation>
    </message>
    <message>
        <source>The key in MISGROUND_SERVER_KEY holds letters that no server takes. Copy it again.</source>
        <translation>Der Schlüssel in MISGROUND_SERVER_KEY enthält Zeichen, die kein Server annimmt. Kopieren Sie ihn noch einmal.</translation>
    </message>
    <message>
        <source>What {where} serves cannot be read. See that it is a vLLM server's.</source>
        <translation>Was {where} anbietet, ist nicht lesbar. Prüfen Sie, ob dort ein vLLM-Server läuft.</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, not {wanted!r}. Choose it by its name there: {example}</source>
        <translation>Der Server {where} bietet {names} an, nicht {wanted!r}. Wählen Sie das Modell mit seinem dortigen Namen: {example}</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, and none was chosen. Choose it by its name there: {example}</source>
        <translation>Der Server {where} bietet {names} an, und keines wurde gewählt. Wählen Sie das Modell mit seinem dortigen Namen: {example}</translation>
    </message>
    <message>
        <source>The server {address} has no MIS-SemSam. Start it with the command that `misground serve-args` prints, or choose the decoding greedy.</source>
        <translation>Der Server {address} hat kein MIS-SemSam. Starten Sie ihn mit dem Befehl, den `misground serve-args` ausgibt, oder wählen Sie die Dekodierung greedy.</translation>
    </message>
    <message>
        <source>The server {address} answered in an unknown way: {why}. See that it is a vLLM server.</source>
        <translation>Der Server {address} antwortete in unbekannter Weise: {why}. Prüfen Sie, ob es ein vLLM-Server ist.</translation>
    </message>
    <message>
        <source>The server {where} did not answer within {seconds:g} s. See that it is running and not overloaded, then ask again.</source>
        <translation>Der Server {where} antwortete nicht innerhalb von {seconds:g} s. Prüfen Sie, ob er läuft und nicht überlastet ist, und fragen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>No server answers at {where} ({short}). Start it (`misground serve-args` prints the command), wait until it is ready, and ask again; or choose another model.</source>
        <translation>Unter {where} antwortet kein Server ({short}). Starten Sie ihn (`misground serve-args` gibt den Befehl aus), warten Sie, bis er bereit ist, und fragen Sie noch einmal; oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The server {where} sends us on to {elsewhere}, where MISGround does not follow. Give the address that answers itself.</source>
        <translation>Der Server {where} verweist weiter an {elsewhere}; dorthin folgt MISGround nicht. Geben Sie die Adresse an, die selbst antwortet.</translation>
    </message>
    <message>
        <source>The server {where} wants a key ({status}). Put it into the environment variable MISGROUND_SERVER_KEY, start again, and ask again.</source>
        <translation>Der Server {where} verlangt einen Schlüssel ({status}). Legen Sie ihn in die Umgebungsvariable MISGROUND_SERVER_KEY, starten Sie neu und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>The server {where} refused the question{status}: {words}</source>
        <translation>Der Server {where} lehnte die Frage ab{status}: {words}</translation>
    </message>
    <message>
        <source>The server {address} closed the connection in the middle of an answer. See that it is still running, then ask again.</source>
        <translation>Der Server {address} schloss die Verbindung mitten in einer Antwort. Prüfen Sie, ob er noch läuft, und fragen Sie dann noch einmal.</translation>
    </message>
    <message>
        <source>What the server {address} answered is not of the OpenAI interface ({short}). See that the address is a vLLM server's.</source>
        <translation>Was der Server {address} antwortete, gehört nicht zur OpenAI-Schnittstelle ({short}). Prüfen Sie, ob die Adresse die eines vLLM-Servers ist.</translation>
    </message>
    <message>
        <source>The decoding {decoding_name} is a control that no server offers. Choose semsam or greedy, or a model on this computer.</source>
        <translation>Die Dekodierung {decoding_name} dient nur zum Vergleich, und kein Server bietet sie an. Wählen Sie semsam oder greedy, oder ein Modell auf diesem Rechner.</translation>
    </message>
    <message>
        <source>Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground serve-args --neighbours --graph`). Leave them as they are ({k}, none), or choose a model on this computer.</source>
        <translation>Nachbarn (K) und Optionen des Nachbarschaftsgraphen werden beim Start eines Servers gewählt (`misground serve-args --neighbours --graph`). Lassen Sie sie, wie sie sind ({k}, none), oder wählen Sie ein Modell auf diesem Rechner.</translation>
    </message>
    <message>
        <source>A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model on this computer.</source>
        <translation>Ein Server mit MIS-SemSam nimmt immer das beste Token. Schalten Sie das zufällige Ziehen aus, oder wählen Sie ein Modell auf diesem Rechner.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>Der Lauf wurde abgebrochen.</translation>
    </message>
    <message>
        <source>{count} slices cannot be asked about at once: give 2 to {most}.</source>
        <translation>Nach {count} Schichten auf einmal kann nicht gefragt werden: Geben Sie 2 bis {most} an.</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are of one scan and plane: give such slices.</source>
        <translation>Schichten, nach denen zusammen gefragt wird, gehören zu einer Aufnahme und einer Ebene: Geben Sie solche Schichten an.</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are parallel and of one size: give such slices.</source>
        <translation>Schichten, nach denen zusammen gefragt wird, sind parallel und gleich groß: Geben Sie solche Schichten an.</translation>
    </message>
    <message>
        <source>The sequence holds no image. Choose another volume.</source>
        <translation>Die Sequenz enthält kein Bild. Wählen Sie ein anderes Volumen.</translation>
    </message>
    <message>
        <source>There is nothing to see: each slice that was looked at has one grey value everywhere, or is too thin. Choose another volume, or the window "as displayed".</source>
        <translation>Es ist nichts zu sehen: Jede betrachtete Schicht hat überall denselben Grauwert oder ist zu dünn. Wählen Sie ein anderes Volumen oder das Fenster "as displayed".</translation>
    </message>
    <message>
        <source>A path is empty. Give the path of a file or a folder.</source>
        <translation>Ein Pfad ist leer. Geben Sie den Pfad einer Datei oder eines Ordners an.</translation>
    </message>
    <message>
        <source>The path {text} holds a zero character. Check it.</source>
        <translation>Der Pfad {text} enthält ein Nullzeichen. Prüfen Sie ihn.</translation>
    </message>
    <message>
        <source>The path {text} is no name that this system's files can have. Check it.</source>
        <translation>Der Pfad {text} ist kein Name, den Dateien dieses Systems haben können. Prüfen Sie ihn.</translation>
    </message>
    <message>
        <source>The folder {source} is empty: it holds no DICOM series. Give another.</source>
        <translation>Der Ordner {source} ist leer: Er enthält keine DICOM-Serie. Geben Sie einen anderen an.</translation>
    </message>
    <message>
        <source>{source} cannot be read: it is empty (0 bytes). Copy it again from where it came.</source>
        <translation>{source} ist nicht lesbar: leer (0 Byte). Kopieren Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>{source} is {kind}{value}. Give a file or a folder.</source>
        <translation>{source} ist nicht verwendbar: {kind}{value}. Geben Sie eine Datei oder einen Ordner an.</translation>
    </message>
    <message>
        <source>{link} Give another file.</source>
        <translation>{link} Geben Sie eine andere Datei an.</translation>
    </message>
    <message>
        <source>{file} is a folder. Give the name of a file to write.</source>
        <translation>{file} ist ein Ordner. Geben Sie den Namen einer Datei an, die geschrieben werden soll.</translation>
    </message>
    <message>
        <source>Another run is writing to {folder}. Wait for it, or give another folder.</source>
        <translation>Ein anderer Lauf schreibt in {folder}. Warten Sie, oder geben Sie einen anderen Ordner an.</translation>
    </message>
    <message>
        <source>{link} Fetch it with `git annex get`.</source>
        <translation>{link} Holen Sie die Datei mit `git annex get`.</translation>
    </message>
    <message>
        <source>{link} Check where it should lead.</source>
        <translation>{link} Prüfen Sie, wohin die Verknüpfung führen soll.</translation>
    </message>
    <message>
        <source>There is no file or folder {path}. Check the path.</source>
        <translation>Es gibt keine Datei und keinen Ordner {path}. Prüfen Sie den Pfad.</translation>
    </message>
    <message>
        <source>{path} may not be read by you. Ask for the permission, or copy it to a folder of your own.</source>
        <translation>Sie dürfen {path} nicht lesen. Bitten Sie um das Recht dazu, oder kopieren Sie es in einen eigenen Ordner.</translation>
    </message>
    <message>
        <source>The path {path} is longer than the system allows. Give a shorter one.</source>
        <translation>Der Pfad {path} ist länger, als das System erlaubt. Geben Sie einen kürzeren an.</translation>
    </message>
    <message>
        <source>{path} lies below a link that leads back to itself. Mend the link, or give another path.</source>
        <translation>{path} liegt unter einer Verknüpfung, die zu sich selbst zurückführt. Berichtigen Sie die Verknüpfung, oder geben Sie einen anderen Pfad an.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk that it is on.</source>
        <translation>{path} lässt sich nicht öffnen: {reason}. Prüfen Sie den Datenträger, auf dem es liegt.</translation>
    </message>
    <message>
        <source>{link} Give another folder for the answers.</source>
        <translation>{link} Geben Sie einen anderen Ordner für die Antworten an.</translation>
    </message>
    <message>
        <source>{path} is a file. Give another folder for the answers.</source>
        <translation>{path} ist eine Datei. Geben Sie einen anderen Ordner für die Antworten an.</translation>
    </message>
    <message>
        <source>{path} lies below the file {file}. Give another folder for the answers.</source>
        <translation>{path} liegt unter der Datei {file}. Geben Sie einen anderen Ordner für die Antworten an.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Give another folder for the answers.</source>
        <translation>{path} kann nicht geschrieben werden: {reason}. Geben Sie einen anderen Ordner für die Antworten an.</translation>
    </message>
    <message>
        <source>{there} is a folder where a file is to be written. Move it away.</source>
        <translation>{there} ist ein Ordner, wo eine Datei geschrieben werden soll. Verschieben Sie ihn.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>{path} konnte nicht geschrieben werden: {reason}. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The volume holds no number: every voxel is NaN or infinite. Choose another volume.</source>
        <translation>Das Volumen enthält keine Zahl: Jedes Voxel ist NaN oder unendlich. Wählen Sie ein anderes Volumen.</translation>
    </message>
    <message>
        <source>There is no model {name} here or in the catalogue. `misground models list` lists them.</source>
        <translation>Es gibt kein Modell {name}, weder hier noch im Katalog. `misground models list` führt sie auf.</translation>
    </message>
    <message>
        <source>There is no folder {own}. Give the folder that holds config.json and the weights.</source>
        <translation>Es gibt keinen Ordner {own}. Geben Sie den Ordner an, der config.json und die Gewichte enthält.</translation>
    </message>
    <message>
        <source>{id} comes with MISGround and stays. Remove another model.</source>
        <translation>{id} gehört zu MISGround und bleibt. Entfernen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{id} is not on this computer: there is nothing to remove.</source>
        <translation>{id} ist nicht auf diesem Rechner: Es gibt nichts zu entfernen.</translation>
    </message>
    <message>
        <source>{folder} could not be removed whole ({reason}). Close what uses it, and try again.</source>
        <translation>{folder} konnte nicht ganz entfernt werden ({reason}). Schließen Sie, was den Ordner benutzt, und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>The download could not be started ({reason}).</source>
        <translation>Das Herunterladen konnte nicht beginnen ({reason}).</translation>
    </message>
    <message>
        <source>{model!r} is no Hugging Face id. Give OWNER/NAME, for example Qwen/Qwen3-VL-4B-Instruct.</source>
        <translation>{model!r} ist keine Hugging-Face-Kennung. Geben Sie OWNER/NAME an, zum Beispiel Qwen/Qwen3-VL-4B-Instruct.</translation>
    </message>
    <message>
        <source>{endpoint} answered about {model} in words that cannot be read. Try later.</source>
        <translation>{endpoint} antwortete zu {model} mit etwas, das nicht lesbar ist. Versuchen Sie es später.</translation>
    </message>
    <message>
        <source>{endpoint} gives no commit of {model}, so that its files cannot be held to it. Try later.</source>
        <translation>{endpoint} nennt keinen Commit von {model}, sodass sich dessen Dateien nicht prüfen lassen. Versuchen Sie es später.</translation>
    </message>
    <message>
        <source>{model} holds no config.json with safetensors weights. Choose another model.</source>
        <translation>{model} enthält kein config.json mit Gewichten als safetensors. Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{id} needs {gigabytes} more in {folder}, and {free} are free on that disk. Free some space, or choose another folder for models.</source>
        <translation>{id} braucht noch {gigabytes} in {folder}, und auf diesem Datenträger sind {free} frei. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner für Modelle.</translation>
    </message>
    <message>
        <source>The connection was lost while {file_name} of {id} came ({error}). What came is kept: start the download again to go on.</source>
        <translation>Die Verbindung brach ab, während {file_name} von {id} kam ({error}). Was da ist, bleibt: Starten Sie das Herunterladen noch einmal, um fortzufahren.</translation>
    </message>
    <message>
        <source>{part} could not be written ({reason}). Free some space, or choose another folder.</source>
        <translation>{part} konnte nicht geschrieben werden ({reason}). Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>{file_name} of {id} did not come as the hub lists it: its checksum differs. Try again later, or check what the proxy does with downloads.</source>
        <translation>{file_name} von {id} kam nicht so an, wie Hugging Face es aufführt: Die Prüfsumme ist eine andere. Versuchen Sie es später noch einmal, oder prüfen Sie, was der Proxy mit Downloads macht.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached through the proxy {proxy} ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>{endpoint} ist über den Proxy {proxy} nicht erreichbar ({error}). Prüfen Sie die Verbindung, oder kopieren Sie den Ordner des Modells hierher und fügen Sie ihn hinzu.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>{endpoint} ist nicht erreichbar ({error}). Prüfen Sie die Verbindung, oder kopieren Sie den Ordner des Modells hierher und fügen Sie ihn hinzu.</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms, or there is no such model. Accept them on {endpoint}/{model} and log in (`hf auth login`, or HF_TOKEN), or choose another model.</source>
        <translation>{model} gibt es nur für den, der die Bedingungen angenommen hat, oder es gibt kein solches Modell. Nehmen Sie sie unter {endpoint}/{model} an und melden Sie sich an (`hf auth login` oder HF_TOKEN), oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>Hugging Face knows no model {model}. Check the spelling.</source>
        <translation>Hugging Face kennt kein Modell {model}. Prüfen Sie die Schreibweise.</translation>
    </message>
    <message>
        <source>The proxy {proxy} wants a user and password. Put them into the proxy's settings.</source>
        <translation>Der Proxy {proxy} verlangt Benutzernamen und Passwort. Tragen Sie sie in die Einstellungen des Proxys ein.</translation>
    </message>
    <message>
        <source>{endpoint} answered {status} for {model}. Try again later.</source>
        <translation>{endpoint} antwortete {status} zu {model}. Versuchen Sie es später noch einmal.</translation>
    </message>
    <message>
        <source>{what} gives a slice the width of {width:.2g} mm, which no patient has: its lengths seem to be in another unit than mm, such as metres. Export the series again from the scanner or the archive.</source>
        <translation>{what} gibt einer Schicht die Breite {width:.2g} mm, die kein Patient hat: Ihre Längen scheinen in einer anderen Einheit als mm zu sein, etwa in Metern. Exportieren Sie die Serie neu vom Gerät oder aus dem Archiv.</translation>
    </message>
    <message>
        <source>{what} holds {kind} ({modality}), and no slices of a volume. Give a CT, an MR or another scan of slices.</source>
        <translation>{what} enthält {kind} ({modality}) und keine Schichten eines Volumens. Geben Sie eine CT, eine MR oder eine andere Aufnahme aus Schichten an.</translation>
    </message>
    <message>
        <source>{path} holds pixels of {allocated} bits ({stored} used). MISGround reads 8, 16 and 32.</source>
        <translation>{path} enthält Pixel zu {allocated} Bit ({stored} genutzt). MISGround liest 8, 16 und 32.</translation>
    </message>
    <message>
        <source>{frame_name} has no usable rescale slope and intercept ({rescale:g}, {rescale_2:g}), so its grey values are not known. Export the series again. (In {parent}.)</source>
        <translation>{frame_name} hat keine brauchbare Umrechnung der Grauwerte (Rescale Slope und Intercept: {rescale:g}, {rescale_2:g}); die Grauwerte sind daher nicht bekannt. Exportieren Sie die Serie noch einmal. (In {parent}.)</translation>
    </message>
    <message>
        <source>{count} of {count_2} slices have no rescale slope and intercept, the first {without_name}, and the others have: their grey values do not go together. Export the series again. (In {parent}.)</source>
        <translation>{count} von {count_2} Schichten haben keine Umrechnung der Grauwerte (Rescale Slope und Intercept), die erste ist {without_name}, die übrigen haben eine: Die Grauwerte passen nicht zusammen. Exportieren Sie die Serie noch einmal. (In {parent}.)</translation>
    </message>
    <message>
        <source>{path} holds no pixels. Give the folder that the scanner or the archive exported.</source>
        <translation>{path} enthält keine Pixel. Geben Sie den Ordner an, den Gerät oder Archiv exportiert hat.</translation>
    </message>
    <message>
        <source>{path} is cut off: {present} of the {needed} bytes of its pixels are there. Copy it again from where it came.</source>
        <translation>{path} ist abgeschnitten: {present} von {needed} Byte der Pixel sind da. Kopieren Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>{path} says that it holds {frames} frames of {columns} x {rows} pixels, more than {size} bytes can hold: its header is wrong. Copy it again from where it came.</source>
        <translation>{path} gibt {frames} Bilder zu {columns} x {rows} Pixeln an, mehr, als {size} Byte fassen: Der Header ist falsch. Kopieren Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>The pixels of {path} cannot be decoded ({name}; {reason}). Copy the file again, or export the series uncompressed.</source>
        <translation>Die Pixel von {path} lassen sich nicht dekodieren ({name}; {reason}). Kopieren Sie die Datei noch einmal, oder exportieren Sie die Serie unkomprimiert.</translation>
    </message>
    <message>
        <source>Some slices of the series are stored with white as high values and some with white as low ones (MONOCHROME1). Export the series again. (In {parent}.)</source>
        <translation>Ein Teil der Schichten der Serie ist mit Weiß als hohem Wert gespeichert, ein Teil mit Weiß als niedrigem (MONOCHROME1). Exportieren Sie die Serie noch einmal. (In {parent}.)</translation>
    </message>
    <message>
        <source>{what} holds two or more different slices at the same position at {count} of {count_2} places ({named}), and nothing in their headers, such as a time or an echo, tells which belong together. Give a folder with each slice once.</source>
        <translation>{what} enthält an {count} von {count_2} Orten zwei oder mehr verschiedene Schichten ({named}), und nichts in den Headern, etwa eine Zeit oder ein Echo, sagt, welche zusammengehören. Geben Sie einen Ordner an, der jede Schicht nur einmal enthält.</translation>
    </message>
    <message>
        <source>{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation and position contradict each other. Export the series again from the scanner or the archive.</source>
        <translation>{what} hat Schichten, deren Positionen in der Schichtebene {spread:.0f} mm auseinanderliegen: Orientierung und Position widersprechen sich. Exportieren Sie die Serie noch einmal von Gerät oder Archiv.</translation>
    </message>
    <message>
        <source>{what} holds {count} slices at the same position, as a time series of one slice does. Choose a series with slices at several positions.</source>
        <translation>{what} enthält {count} Schichten an derselben Position, wie eine Zeitreihe einer einzigen Schicht. Wählen Sie eine Serie mit Schichten an mehreren Positionen.</translation>
    </message>
    <message>
        <source>{what} holds slices that lie beside each other in one plane, as several stacks do ({named}). Give a folder with the slices of one stack.</source>
        <translation>{what} enthält Schichten, die in einer Ebene nebeneinanderliegen, wie bei mehreren Stapeln ({named}). Geben Sie einen Ordner mit den Schichten eines Stapels an.</translation>
    </message>
    <message>
        <source>There is no box and no point, and a DICOM SR (TID 1500) needs one. Export a page or JSON instead.</source>
        <translation>Es gibt weder Box noch Punkt, und ein DICOM SR (TID 1500) braucht mindestens eines davon. Exportieren Sie stattdessen eine Seite oder JSON.</translation>
    </message>
    <message>
        <source>A DICOM SR needs the package highdicom, which is not installed. In Slicer's Python console: pip_install('highdicom'); else: pip install 'misground[export]'.</source>
        <translation>Ein DICOM SR braucht das Paket highdicom, das nicht installiert ist. In der Python-Konsole von Slicer: pip_install('highdicom'); sonst: pip install 'misground[export]'.</translation>
    </message>
    <message>
        <source>{error} Or choose another series (--series): {listed}.</source>
        <translation>{error} Oder wählen Sie eine andere Serie (--series): {listed}.</translation>
    </message>
    <message>
        <source>{place} is a DICOMDIR, a table of contents. Give the folder it lies in, with the scan's DICOM files.</source>
        <translation>{place} ist ein DICOMDIR, ein Inhaltsverzeichnis. Geben Sie den Ordner an, in dem es liegt, mit den DICOM-Dateien der Aufnahme.</translation>
    </message>
    <message>
        <source>{said}. Copy the file again from where it came.</source>
        <translation>{said}. Kopieren Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>{place} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, or a NIfTI or NRRD file.</source>
        <translation>{place} enthält keine DICOM-Serie einer Aufnahme. Geben Sie den Ordner mit den DICOM-Dateien selbst an, oder eine NIfTI- oder NRRD-Datei.</translation>
    </message>
    <message>
        <source>{place} holds no pictures: the {count} DICOM objects in it, such as {path_name}, have no pixels. Export the series again with its images.</source>
        <translation>{place} enthält keine Bilder: Die {count} DICOM-Objekte darin, etwa {path_name}, haben keine Pixel. Exportieren Sie die Serie noch einmal mit ihren Bildern.</translation>
    </message>
    <message>
        <source>{place} holds no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} enthält keine Aufnahme, sondern {objects}. Geben Sie die Serie an, zu der das gehört, als Ordner mit Schichten.</translation>
    </message>
    <message>
        <source>{place} is no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} ist keine Aufnahme, sondern {objects}. Geben Sie die Serie an, zu der das gehört, als Ordner mit Schichten.</translation>
    </message>
    <message>
        <source>{count} series in {place} are called {wanted!r}: {listed}. Name one by its UID.</source>
        <translation>{count} Serien in {place} heißen {wanted!r}: {listed}. Nennen Sie eine mit ihrer UID.</translation>
    </message>
    <message>
        <source>No series in {place} has the number, UID or description {wanted!r}. There are: {listed}.</source>
        <translation>Keine Serie in {place} hat die Nummer, UID oder Beschreibung {wanted!r}. Es gibt: {listed}.</translation>
    </message>
    <message>
        <source>{place} holds scans of two or more patients: {places} and {places_2} are not of the same one. Give the folder of one patient, or choose a series by its UID.</source>
        <translation>{place} enthält Aufnahmen von zwei oder mehr Patienten: {places} und {places_2} gehören nicht zu demselben. Geben Sie den Ordner eines Patienten an, oder wählen Sie eine Serie mit ihrer UID.</translation>
    </message>
    <message>
        <source>{what} holds colour pictures. MISGround reads grey values: choose another series.</source>
        <translation>{what} enthält Farbbilder. MISGround liest Grauwerte: Wählen Sie eine andere Serie.</translation>
    </message>
    <message>
        <source>{path} {problem}. Copy it again from where it came.</source>
        <translation>{path} {problem}. Kopieren Sie die Datei noch einmal von ihrer Quelle.</translation>
    </message>
    <message>
        <source>{name} did not come from DICOM, so that it lacks what a DICOM SR refers to: the UIDs of study, series, images and frame of reference, and the patient's data. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} kam nicht aus DICOM; daher fehlt, worauf sich ein DICOM SR bezieht: die UIDs von Studie, Serie, Bildern und Bezugssystem und die Patientendaten. Exportieren Sie die Boxen stattdessen als .mrk.json, CSV, JSON oder Seite.</translation>
    </message>
    <message>
        <source>The DICOM files of {name} are not at {place} any more. Say where they are (--dicom on the command line), or put them back.</source>
        <translation>Die DICOM-Dateien von {name} sind nicht mehr unter {place}. Sagen Sie, wo sie sind (--dicom auf der Kommandozeile), oder legen Sie sie zurück.</translation>
    </message>
    <message>
        <source>{name} does not lie where its DICOM series does (a corner is {apart:.1f} mm away): it was moved, cut or resampled, so that boxes in it would be wrong in a DICOM SR. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} liegt nicht, wo seine DICOM-Serie liegt (eine Ecke ist {apart:.1f} mm entfernt): Es wurde verschoben, zugeschnitten oder neu abgetastet, sodass Boxen darin in einem DICOM SR falsch wären. Exportieren Sie die Boxen stattdessen als .mrk.json, CSV, JSON oder Seite.</translation>
    </message>
    <message>
        <source>The DICOM series of {name} lacks its {lacking}: no DICOM SR can refer to it.</source>
        <translation>Der DICOM-Serie von {name} fehlt: {lacking}. Kein DICOM SR kann sich auf sie beziehen.</translation>
    </message>
    <message>
        <source>{what} has one slice only. Give the folder with all slices of the series.</source>
        <translation>{what} hat nur eine Schicht. Geben Sie den Ordner mit allen Schichten der Serie an.</translation>
    </message>
    <message>
        <source>{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. Convert it with dcm2niix and give one volume of the result.</source>
        <translation>{what} ist ein Mosaik: Jede Datei enthält die Schichten eines ganzen Volumens als Kacheln eines Bildes. Wandeln Sie es mit dcm2niix um, und geben Sie ein Volumen des Ergebnisses an.</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no slice has a usable {name}, so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} sagt nicht, wo die Schichten liegen: Keine Schicht hat eine brauchbare Angabe {name}; Boxen hätten daher keinen Ort im Patienten. Exportieren Sie die Serie noch einmal von Gerät oder Archiv.</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no usable {name} in {count} of {count_2} slices ({named}), so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} sagt nicht, wo die Schichten liegen: In {count} von {count_2} Schichten ({named}) fehlt ein brauchbarer Wert für {name}, daher hätten Boxen keinen Ort im Patienten. Exportieren Sie die Serie neu vom Gerät oder aus dem Archiv.</translation>
    </message>
    <message>
        <source>{what}: the orientation (Image Orientation Patient) of {frame_name} is not two directions at right angles. Export the series again from the scanner or the archive.</source>
        <translation>{what}: Die Orientierung (Image Orientation Patient) von {frame_name} besteht nicht aus zwei rechtwinkligen Richtungen. Exportieren Sie die Serie noch einmal von Gerät oder Archiv.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} orientations ({named} and {other_slices}), which are no one volume. Give a folder with the slices of one orientation, or choose another series.</source>
        <translation>{what} enthält Schichten in {count} Orientierungen ({named} und {other_slices}), die kein gemeinsames Volumen sind. Geben Sie einen Ordner mit den Schichten einer Orientierung an, oder wählen Sie eine andere Serie.</translation>
    </message>
    <message>
        <source>{what} holds slices of different matrix sizes: {count} of {first} x {first_2} pixels and {count_2} of {second} x {second_2} ({named}). Give a folder with the slices of one size.</source>
        <translation>{what} enthält Schichten verschiedener Matrixgröße: {count} zu {first} x {first_2} Pixeln und {count_2} zu {second} x {second_2} ({named}). Geben Sie einen Ordner mit Schichten einer Größe an.</translation>
    </message>
    <message>
        <source>{what} holds slices of different pixel spacing: {usual:g} x {usual_2:g} mm, and {pixel_size:g} x {pixel_size_2:g} mm in {count} of {count_2} ({named}). Give a folder with the slices of one scan.</source>
        <translation>{what} enthält Schichten mit verschiedenem Pixelabstand: {usual:g} x {usual_2:g} mm, und {pixel_size:g} x {pixel_size_2:g} mm in {count} von {count_2} ({named}). Geben Sie einen Ordner mit den Schichten einer Aufnahme an.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} frames of reference (Frame of Reference UID; as of {named}): their positions do not share one origin. Give a folder with the slices of one scan.</source>
        <translation>{what} enthält Schichten mit {count} Bezugssystemen (Frame of Reference UID; etwa {named}): Ihre Positionen haben keinen gemeinsamen Ursprung. Geben Sie einen Ordner mit den Schichten einer Aufnahme an.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} {repeats} that lie between each other. Give a folder with the slices of one of them.</source>
        <translation>{what} enthält Schichten, die ineinander verschachtelt zu {count} {repeats} gehören. Geben Sie einen Ordner mit den Schichten eines davon an.</translation>
    </message>
    <message>
        <source>{what} holds {count} stacks of slices, with gaps between them ({stacks}). Give the slices of one stack.</source>
        <translation>{what} enthält {count} Stapel von Schichten mit Lücken dazwischen ({stacks}). Geben Sie die Schichten eines Stapels an.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: 1 slice is missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} hat ungleiche Schichtabstände: 1 Schicht fehlt (die Schichten liegen {usual:.2f} mm auseinander, zwischen {frames_name} und {frames_name_2} aber {steps:.2f} mm). Exportieren Sie die Serie neu, mit allen Schichten.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: {lost} slices are missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} hat ungleiche Schichtabstände: {lost} Schichten fehlen (die Schichten liegen {usual:.2f} mm auseinander, zwischen {frames_name} und {frames_name_2} aber {steps:.2f} mm). Exportieren Sie die Serie neu, mit allen Schichten.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: its slices are from {least:.2f} to {most:.2f} mm apart. Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as NRRD.</source>
        <translation>{what} hat ungleiche Schichtabstände: von {least:.2f} bis {most:.2f} mm. Laden Sie die Serie im DICOM-Modul von Slicer, das eine solche Aufnahme neu abtastet, wenden Sie ihre Transformation an (Harden transform), und speichern Sie sie als NRRD.</translation>
    </message>
    <message>
        <source>{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. Give a folder with the slices of one scan, or export the series again.</source>
        <translation>{what} hat Schichten, deren Positionen nicht auf einer Geraden liegen: bis zu {off:.1f} mm daneben. Geben Sie einen Ordner mit den Schichten einer Aufnahme an, oder exportieren Sie die Serie noch einmal.</translation>
    </message>
    <message>
        <source>{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices contradict their orientation. Export the series again from the scanner or the archive.</source>
        <translation>{what} ist um {degrees:.0f} Grad geschert, mehr, als eine Gantry sich neigt: Die Positionen der Schichten widersprechen ihrer Orientierung. Exportieren Sie die Serie noch einmal von Gerät oder Archiv.</translation>
    </message>
    <message>
        <source>{what}: {frames_name} is turned or moved by {off:.1f} mm against the other slices, by its position, orientation and pixel spacing. Export the series again from the scanner or the archive.</source>
        <translation>{what}: {frames_name} ist gegen die anderen Schichten um {off:.1f} mm gedreht oder verschoben, nach Position, Orientierung und Pixelabstand. Exportieren Sie die Serie noch einmal von Gerät oder Archiv.</translation>
    </message>
    <message>
        <source>Boxes cannot be written as {unknown!r}. Give one or more of {forms}.</source>
        <translation>Boxen können nicht als {unknown!r} geschrieben werden. Geben Sie eines oder mehrere an: {forms}.</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene, and a DICOM SR refers to its series. Load it again.</source>
        <translation>Das Volumen ist nicht mehr in der Szene, und ein DICOM SR bezieht sich auf dessen Serie. Laden Sie es wieder.</translation>
    </message>
    <message>
        <source>{target} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>{target} konnte nicht geschrieben werden: {reason}. Schaffen Sie Platz, oder wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it.</source>
        <translation>Sie dürfen {path} nicht lesen: Das Recht fehlt. Bitten Sie den Eigentümer darum, oder kopieren Sie die Datei.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk or copy it.</source>
        <translation>{path} lässt sich nicht öffnen: {reason}. Prüfen Sie den Datenträger, oder kopieren Sie die Datei.</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end too early. Copy or download it again.</source>
        <translation>{path} ist abgeschnitten: Die gepackten Daten enden zu früh. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end where they begin. Copy or download it again.</source>
        <translation>{path} ist abgeschnitten: Die gepackten Daten enden, wo sie beginnen. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} is damaged: its packed data do not unpack ({error}). Copy or download it again.</source>
        <translation>{path} ist beschädigt: Die gepackten Daten lassen sich nicht entpacken ({error}). Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} does not fit into memory. Crop or resample it, or close other programs.</source>
        <translation>{path} passt nicht in den Speicher. Schneiden Sie es zu, tasten Sie es gröber ab, oder schließen Sie andere Programme.</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner, or copy it.</source>
        <translation>Sie dürfen {path} nicht lesen: Das Recht fehlt. Bitten Sie den Eigentümer, oder kopieren Sie die Datei.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the disk or copy it.</source>
        <translation>{path} ist nicht lesbar: {reason}. Prüfen Sie den Datenträger, oder kopieren Sie die Datei.</translation>
    </message>
    <message>
        <source>{path} is the header of a pair ({kind}): the file {split}.img with the voxels is missing. Put both into one folder.</source>
        <translation>{path} ist der Header eines Paars ({kind}): Die Datei {split}.img mit den Voxeln fehlt. Legen Sie beide in einen Ordner.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives {count} dimensions. Copy or download it again.</source>
        <translation>{path} ist beschädigt: Der Header gibt {count} Dimensionen an. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} contradicts itself: its header says {dtype_name} and {bits} bits a voxel. Export it again from the program that made it.</source>
        <translation>{path} widerspricht sich: Der Header sagt {dtype_name} und {bits} Bit je Voxel. Exportieren Sie die Datei noch einmal aus dem Programm, das sie erzeugt hat.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header says that the voxels begin at byte {offset:g}. Copy it again.</source>
        <translation>{path} ist beschädigt: Nach dem Header beginnen die Voxel bei Byte {offset:g}. Kopieren Sie die Datei noch einmal.</translation>
    </message>
    <message>
        <source>{path} is in the old Analyze format and says that its slices are {how} (orient {orient}), but not to which sides they run. Convert it to NIfTI with the program that made it.</source>
        <translation>{path} ist im alten Analyze-Format und sagt, wie seine Schichten liegen: {how} (orient {orient}), aber nicht, nach welchen Seiten sie laufen. Wandeln Sie die Datei mit dem Programm, das sie erzeugt hat, in NIfTI um.</translation>
    </message>
    <message>
        <source>{path} holds {components} values a voxel (colour or vectors). MISGround reads grey values: convert it, or choose another file.</source>
        <translation>{path} enthält {components} Werte je Voxel (Farbe oder Vektoren). MISGround liest Grauwerte: Wandeln Sie die Datei um, oder wählen Sie eine andere.</translation>
    </message>
    <message>
        <source>{path} holds no voxels: its header gives the size {shown}. Export the scan again.</source>
        <translation>{path} enthält keine Voxel: Der Header gibt die Größe {shown} an. Exportieren Sie die Aufnahme noch einmal.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives the size {shown}. Copy or download it again.</source>
        <translation>{path} ist beschädigt: Der Header gibt die Größe {shown} an. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} has {count} dimensions ({shown}). MISGround reads one 3D volume: extract one time point or channel first.</source>
        <translation>{path} hat {count} Dimensionen ({shown}). MISGround liest ein 3D-Volumen: Entnehmen Sie zuerst einen Zeitpunkt oder Kanal.</translation>
    </message>
    <message>
        <source>{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder.</source>
        <translation>{path} hat nur eine Schicht (seine Größe ist {shown}). Geben Sie ein 3D-Volumen an: die ganze Serie oder ihren DICOM-Ordner.</translation>
    </message>
    <message>
        <source>{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} mm. Resample the scan to a straight grid first, for example with Slicer's module Resample Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`.</source>
        <translation>{path} ist geschert ({what}): Die Achsen stehen nicht im rechten Winkel, was Voxel um bis zu {moved:.1f} mm verschiebt. Tasten Sie die Aufnahme zuerst auf ein gerades Gitter neu ab, zum Beispiel mit Slicers Modul Resample Scalar/Vector/DWI Volume oder `nibabel.processing.resample_to_output`.</translation>
    </message>
    <message>
        <source>{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.</source>
        <translation>{path} ist eine Segmentierung (Label von Strukturen), keine Aufnahme. Geben Sie die Aufnahme an, zu der sie gehört.</translation>
    </message>
    <message>
        <source>{path} does not say where its voxels lie: {fault}. Save the scan again from the program that made it, with a valid orientation.</source>
        <translation>{path} sagt nicht, wo die Voxel liegen: {fault}. Speichern Sie die Aufnahme noch einmal aus dem Programm, das sie erzeugt hat, mit gültiger Orientierung.</translation>
    </message>
    <message>
        <source>{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. Copy or download it again.</source>
        <translation>{path} ist abgeschnitten: Von {needed} Byte Voxeln, die der Header verspricht, sind {present} da. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} is damaged: where numbers should be it holds {error}. Copy or download it again.</source>
        <translation>{path} ist beschädigt: Wo Zahlen sein sollten, steht {error}. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} is damaged: it holds numbers that are no {dtype_name}. Copy or download it again.</source>
        <translation>{path} ist beschädigt: Es enthält Zahlen, die nicht {dtype_name} sind. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>A page needs the package Jinja2, which is not installed. In Slicer's Python console: pip_install('jinja2'); else: pip install 'misground[export]'.</source>
        <translation>Eine Seite braucht das Paket Jinja2, das nicht installiert ist. In der Python-Konsole von Slicer: pip_install('jinja2'); sonst: pip install 'misground[export]'.</translation>
    </message>
    <message>
        <source>{path} has a name that is not UTF-8. Rename it. ({reason})</source>
        <translation>{path} hat einen Namen, der nicht UTF-8 ist. Benennen Sie die Datei um. ({reason})</translation>
    </message>
    <message>
        <source>{folder} has a name that is not UTF-8. Give another folder.</source>
        <translation>{folder} hat einen Namen, der nicht UTF-8 ist. Geben Sie einen anderen Ordner an.</translation>
    </message>
    <message>
        <source>{source} holds no number at all (NaN in every voxel). Choose another scan.</source>
        <translation>{source} enthält keine einzige Zahl (NaN in jedem Voxel). Wählen Sie eine andere Aufnahme.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). Copy or download it again.</source>
        <translation>{path} ist leer (0 Byte). Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} is packed, and nothing is in it. Copy or download it again.</source>
        <translation>{path} ist gepackt, und nichts ist darin. Kopieren Sie die Datei noch einmal, oder laden Sie sie neu herunter.</translation>
    </message>
    <message>
        <source>{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.</source>
        <translation>{path} ist eine mit gzip gepackte DICOM-Datei. Entpacken Sie sie, und geben Sie den Ordner der Serie an.</translation>
    </message>
    <message>
        <source>{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path_name}</source>
        <translation>{path} ist ein Verweis von git-annex: Die Aufnahme selbst ist nicht auf diesem Rechner. Führen Sie aus: git annex get {path_name}</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.</source>
        <translation>{path} ist eine Verknüpfung zu {target}, und dort ist nichts. Stellen Sie diese Datei wieder her, oder geben Sie die Aufnahme selbst an.</translation>
    </message>
    <message>
        <source>The box {name} lies beside the volume. Put it back, or ask again.</source>
        <translation>Die Box {name} liegt neben dem Volumen. Setzen Sie sie zurück, oder fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>{name} is a single volume, no 4D sequence. Ask about the item shown.</source>
        <translation>{name} ist ein einzelnes Volumen, keine 4D-Sequenz. Fragen Sie zum gezeigten Element.</translation>
    </message>
    <message>
        <source>{name} is moved from item to item by the transform {transform}. Ask about the item shown, or harden the transform first.</source>
        <translation>{name} wird von der Transformation {transform} von Element zu Element bewegt. Fragen Sie zum gezeigten Element, oder wenden Sie die Transformation zuerst an (Harden transform).</translation>
    </message>
    <message>
        <source>{name} has no image for {item_text} any more. Ask again.</source>
        <translation>{name} hat kein Bild mehr für {item_text}. Fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>{target} was left out: {bundle} is no scene bundle.</source>
        <translation>{target} wurde ausgelassen: {bundle} ist kein Szenenpaket.</translation>
    </message>
    <message>
        <source>{target} was left out: drawing took over {timeout_seconds} seconds.</source>
        <translation>{target} wurde ausgelassen: Das Zeichnen dauerte über {timeout_seconds} Sekunden.</translation>
    </message>
    <message>
        <source>{target} was left out: this machine cannot draw without a display. Install libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) and run again.</source>
        <translation>{target} wurde ausgelassen: Dieser Rechner kann ohne Bildschirm nicht zeichnen. Installieren Sie libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri), und versuchen Sie es noch einmal.</translation>
    </message>
    <message>
        <source>{target} was left out: {reason}</source>
        <translation>{target} wurde ausgelassen: {reason}</translation>
    </message>
    <message>
        <source>{target} was left out: a Slicer without a main window does not draw. Open {bundle} in one that has one.</source>
        <translation>{target} wurde ausgelassen: Ein Slicer ohne Hauptfenster zeichnet nicht. Öffnen Sie {bundle} in einem, das eines hat.</translation>
    </message>
    <message>
        <source>{target} was left out: {error}</source>
        <translation>{target} wurde ausgelassen: {error}</translation>
    </message>
    <message>
        <source>No volume is chosen. Load a scan and choose it as the volume.</source>
        <translation>Es ist kein Volumen gewählt. Laden Sie eine Aufnahme, und wählen Sie sie als Volumen.</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene. Load it again, or choose another volume.</source>
        <translation>Das Volumen ist nicht mehr in der Szene. Laden Sie es wieder, oder wählen Sie ein anderes Volumen.</translation>
    </message>
    <message>
        <source>{name} is not a volume. Choose a scan (a scalar volume).</source>
        <translation>{name} ist kein Volumen. Wählen Sie eine Aufnahme (ein Skalarvolumen).</translation>
    </message>
    <message>
        <source>{name} is a label map. Choose the scan itself.</source>
        <translation>{name} ist eine Labelmap. Wählen Sie die Aufnahme selbst.</translation>
    </message>
    <message>
        <source>{name} holds no image. Load the scan again, or choose another volume.</source>
        <translation>{name} enthält kein Bild. Laden Sie die Aufnahme noch einmal, oder wählen Sie ein anderes Volumen.</translation>
    </message>
    <message>
        <source>{name} holds {count} values a voxel (colour, vectors or 4D). Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first.</source>
        <translation>{name} enthält {count} Werte je Voxel (Farbe, Vektoren oder 4D). Wählen Sie ein Volumen mit einem Grauwert je Voxel; entnehmen Sie einer 4D-Aufnahme zuerst ein 3D-Volumen.</translation>
    </message>
    <message>
        <source>{name} has only one slice. Choose a 3D volume: load the whole series.</source>
        <translation>{name} hat nur eine Schicht. Wählen Sie ein 3D-Volumen: Laden Sie die ganze Serie.</translation>
    </message>
    <message>
        <source>{name} holds no number at all (NaN in every voxel). Choose another volume.</source>
        <translation>{name} enthält keine einzige Zahl (NaN in jedem Voxel). Wählen Sie ein anderes Volumen.</translation>
    </message>
    <message>
        <source>{name} is under the non-linear transform {parent_name}. Harden the transform first (Data module, right-click the transform icon, Harden transform).</source>
        <translation>{name} liegt unter der nichtlinearen Transformation {parent_name}. Wenden Sie die Transformation zuerst an (Modul Data, Rechtsklick auf das Transformationssymbol, Harden transform).</translation>
    </message>
    <message>
        <source>{name} is under the transform {parent_name}, which mirrors it: what is the patient's left would be called right. Take the volume out of the transform (Data module, right-click the transform icon, None).</source>
        <translation>{name} liegt unter der Transformation {parent_name}, die es spiegelt: Was beim Patienten links ist, würde rechts genannt. Nehmen Sie das Volumen aus der Transformation (Modul Data, Rechtsklick auf das Transformationssymbol, None).</translation>
    </message>
    <message>
        <source>{name} has no place in space: its spacing, orientation or transform is zero or no number. Load the scan again, or take it out of its transform.</source>
        <translation>{name} hat keinen Ort im Raum: Sein Voxelabstand, seine Orientierung oder seine Transformation ist null oder keine Zahl. Laden Sie die Aufnahme neu, oder nehmen Sie sie aus ihrer Transformation.</translation>
    </message>
    <message>
        <source>{name} was moved or exchanged while it was searched. Ask again where it is now.</source>
        <translation>{name} wurde während der Suche bewegt oder ausgetauscht. Fragen Sie noch einmal, wo es jetzt liegt.</translation>
    </message>
    <message>
        <source>The slice of the {getlayoutname} view does not pass through {name}. Scroll to a slice of the volume, or choose another view.</source>
        <translation>Die Schicht der Ansicht {getlayoutname} geht nicht durch {name}. Blättern Sie zu einer Schicht des Volumens, oder wählen Sie eine andere Ansicht.</translation>
    </message>
    <message>
        <source>The tokenizer has {count} tokens but the model only {size}: they do not belong together. Use the tokenizer files that came with the model.</source>
        <translation>Der Tokenizer hat {count} Token, das Modell aber nur {size}: Sie gehören nicht zusammen. Verwenden Sie die Tokenizer-Dateien, die zum Modell gehören.</translation>
    </message>
    <message>
        <source>k is {k}: give 1 or more neighbours (1 equals greedy).</source>
        <translation>k ist {k}: Geben Sie 1 oder mehr Nachbarn an (1 entspricht greedy).</translation>
    </message>
    <message>
        <source>The content mask has {numel} entries but the embedding table {size} rows.</source>
        <translation>Die Inhaltsmaske hat {numel} Einträge, die Einbettungstabelle aber {size} Zeilen.</translation>
    </message>
    <message>
        <source>The model's embedding table holds values that are not numbers: its files are damaged. Copy or download the model again, or choose greedy decoding.</source>
        <translation>Die Einbettungstabelle des Modells enthält Werte, die keine Zahlen sind: Seine Dateien sind beschädigt. Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter, oder wählen Sie die Dekodierung greedy.</translation>
    </message>
    <message>
        <source>The neighbour graph {path} is damaged. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>Der Nachbarschaftsgraph {path} ist beschädigt. Schreiben Sie ihn mit `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>{path} is no neighbour graph to serve with, or an older version's. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>{path} ist kein Nachbarschaftsgraph für einen Server oder stammt aus einer älteren Version. Schreiben Sie ihn mit `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>The neighbour graph {path} cannot be read ({error}). Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>Der Nachbarschaftsgraph {path} ist nicht lesbar ({error}). Schreiben Sie ihn mit `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>{path} is the graph of {found}, and you ask for {wanted}. Give another --graph-file, or delete this one.</source>
        <translation>{path} ist der Graph von {found}, verlangt wird der von {wanted}. Geben Sie eine andere --graph-file an, oder löschen Sie diese.</translation>
    </message>
    <message>
        <source>A server needs at least 1 GPU on at least 1 machine.</source>
        <translation>Ein Server braucht mindestens 1 GPU auf mindestens 1 Rechner.</translation>
    </message>
    <message>
        <source>Semantic sampling works with one beam, not {num_beams}: set num_beams to 1, or choose greedy decoding.</source>
        <translation>Semantisches Sampling arbeitet mit einem Strahl (beam), nicht mit {num_beams}: Setzen Sie num_beams auf 1, oder wählen Sie die Dekodierung greedy.</translation>
    </message>
    <message>
        <source>top_m is {top_m}: give 1 or more candidates.</source>
        <translation>top_m ist {top_m}: Geben Sie 1 oder mehr Kandidaten an.</translation>
    </message>
    <message>
        <source>top_p is {top_p}: give a number above 0 and up to 1.</source>
        <translation>top_p ist {top_p}: Geben Sie eine Zahl über 0 und bis 1 an.</translation>
    </message>
    <message>
        <source>The neighbour graph is of a vocabulary of {shape} tokens, the model has {shape_2}: build the graph from this model.</source>
        <translation>Der Nachbarschaftsgraph gehört zu einem Vokabular von {shape} Token, das Modell hat {shape_2}: Erzeugen Sie den Graphen aus diesem Modell.</translation>
    </message>
    <message>
        <source>The neighbour graph {graph} is of {origin}, a vocabulary of {tokens} tokens, and the served model has {wanted}. Write its own with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>Der Nachbarschaftsgraph {graph} gehört zu {origin}, einem Vokabular von {tokens} Token, und das Modell des Servers hat {wanted}. Schreiben Sie dessen eigenen mit `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>The {plane} picture has only {size} x {size_2} pixels: the scan is too thin there. Choose another plane.</source>
        <translation>Das Bild ({plane}) hat nur {size} x {size_2} Pixel: Die Aufnahme ist dort zu dünn. Wählen Sie eine andere Ebene.</translation>
    </message>
    <message>
        <source>There is nothing to see: every pixel of the slice has the same grey value with {window_text}. Choose another slice or volume{other}.</source>
        <translation>Es ist nichts zu sehen: Jedes Pixel der Schicht hat denselben Grauwert ({window_text}). Wählen Sie eine andere Schicht oder ein anderes Volumen{other}.</translation>
    </message>
    <message>
        <source>The slice plane does not pass through the volume. Move the slice into it.</source>
        <translation>Die Schichtebene geht nicht durch das Volumen. Bringen Sie die Schicht hinein.</translation>
    </message>
    <message>
        <source>There is no plane {plane!r}: choose {planes}.</source>
        <translation>Es gibt keine Ebene {plane!r}: Wählen Sie {planes}.</translation>
    </message>
    <message>
        <source>The position {position_mm:g} mm lies outside the volume: give {value} from {low:.1f} to {high:.1f} mm.</source>
        <translation>Die Position {position_mm:g} mm liegt außerhalb des Volumens: Geben Sie {value} von {low:.1f} bis {high:.1f} mm an.</translation>
    </message>
    <message>
        <source>{first} and {second} could not be registered: {why}. Compare them without a registration, or put the second one under a transform in 3D Slicer.</source>
        <translation>{first} und {second} konnten nicht registriert werden: {why}. Vergleichen Sie sie ohne Registrierung, oder ordnen Sie die zweite Aufnahme in 3D Slicer unter eine Transformation.</translation>
    </message>
    <message>
        <source>{name} has one grey value nearly everywhere: there is nothing to register it by.</source>
        <translation>{name} hat fast überall denselben Grauwert: Es gibt nichts, wonach sich registrieren lässt.</translation>
    </message>
    <message>
        <source>The two answers have no target in common. Ask the same query on both volumes.</source>
        <translation>Die beiden Antworten haben kein gemeinsames Ziel. Stellen Sie zu beiden Volumen dieselbe Anfrage.</translation>
    </message>
    <message>
        <source>One of the answers is of a slice. Only answers of whole volumes are compared: ask the volume.</source>
        <translation>Eine der Antworten gilt einer Schicht. Verglichen werden nur Antworten zu ganzen Volumen: Befragen Sie das Volumen.</translation>
    </message>
    <message>
        <source>The model in {folder} is misground-mini as an older MISGround had it, which was asked in other words. Choose misground-mini itself.</source>
        <translation>Das Modell in {folder} ist misground-mini aus einem älteren MISGround, das mit anderen Worten gefragt wurde. Wählen Sie misground-mini selbst.</translation>
    </message>
    <message>
        <source>The model in {folder} cannot be asked. {refused}</source>
        <translation>Das Modell in {folder} kann nicht gefragt werden. {refused}</translation>
    </message>
    <message>
        <source>The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a model of one of the types {known}.</source>
        <translation>Das Modell in {folder} ist von der Art {kind!r}, die MISGround nicht fragen kann. Wählen Sie misground-mini oder ein Modell einer dieser Arten: {known}.</translation>
    </message>
    <message>
        <source>{why} Say how it writes its boxes in its config.json: "misground": {names}. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>{why} Geben Sie in seiner config.json an, wie es seine Boxen schreibt: "misground": {names}. Oder geben Sie das Boxformat an (--box-format; im Panel unter Dekodierung und Gerät).</translation>
    </message>
    <message>
        <source>The name {shown} tells both {told}, and each writes boxes its own way. Start the server with --served-model-name and a name that holds one of them only. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>Der Name {shown} nennt sowohl {told}, und jedes davon schreibt Boxen auf seine Weise. Starten Sie den Server mit --served-model-name und einem Namen, der nur eines davon enthält. Oder geben Sie das Boxformat an (--box-format; im Panel unter Dekodierung und Gerät).</translation>
    </message>
    <message>
        <source>The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of one of these, start its server with --served-model-name and a name that holds the family's.</source>
        <translation>Der Name {shown} sagt nicht, wie das Modell gefragt werden will. MISGround kennt {known}. Ist das Modell eines von diesen, starten Sie seinen Server mit --served-model-name und einem Namen, der den der Familie enthält.</translation>
    </message>
    <message>
        <source>{name} gives its boxes as numbers, not as text in some format: leave the box format {automatic_boxes}.</source>
        <translation>{name} gibt seine Boxen als Zahlen aus, nicht als Text in einem Format: Lassen Sie das Boxformat auf {automatic_boxes}.</translation>
    </message>
    <message>
        <source>{mini_name} writes its boxes in one way, which is known: leave the box format {automatic_boxes}.</source>
        <translation>{mini_name} schreibt seine Boxen auf eine einzige, bekannte Weise: Lassen Sie das Boxformat auf {automatic_boxes}.</translation>
    </message>
    <message>
        <source>The box format {box_format} counts the pixels of Qwen's own pictures, and {model_name} makes others. Choose a format that counts from 0 to 1000, or from 0 to 1.</source>
        <translation>Das Boxformat {box_format} zählt die Pixel von Qwens eigenen Bildern, und {model_name} macht andere. Wählen Sie ein Format, das von 0 bis 1000 oder von 0 bis 1 zählt.</translation>
    </message>
    <message>
        <source>{name} was not trained to draw a box round each of several things, so that it cannot count them. Ask for one thing at a time, or choose a model that lists its boxes, such as Qwen3-VL.</source>
        <translation>{name} wurde nicht darauf trainiert, um jedes von mehreren Dingen eine Box zu zeichnen, und kann sie daher nicht zählen. Fragen Sie nach einem Ding auf einmal, oder wählen Sie ein Modell, das seine Boxen auflistet, etwa Qwen3-VL.</translation>
    </message>
    <message>
        <source>{name} writes no words, so that semantic sampling does not apply to it: it has no neighbour graph, and no vLLM server holds it. Use it on this computer, or choose another model.</source>
        <translation>{name} schreibt keine Wörter, daher ist semantisches Sampling nicht anwendbar: Es hat keinen Nachbargraphen, und kein vLLM-Server bietet es an. Nutzen Sie es auf diesem Computer, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>vLLM cannot serve {text}: misground-mini has an architecture of its own, which only MISGround runs, on this computer and without a server. Give the folder or hub id of another model.</source>
        <translation>vLLM kann {text} nicht anbieten: misground-mini hat eine eigene Architektur, die nur MISGround ausführt, auf diesem Rechner und ohne Server. Geben Sie den Ordner oder die Hugging-Face-Kennung eines anderen Modells an.</translation>
    </message>
    <message>
        <source>No model is chosen. Choose misground-mini, a folder, or a Hugging Face id.</source>
        <translation>Es ist kein Modell gewählt. Wählen Sie misground-mini, einen Ordner oder eine Hugging-Face-Kennung.</translation>
    </message>
    <message>
        <source>{text} is a file. Give the folder that holds config.json and the weights.</source>
        <translation>{text} ist eine Datei. Geben Sie den Ordner an, der config.json und die Gewichte enthält.</translation>
    </message>
    <message>
        <source>The model folder {text} has no config.json. Choose the folder of a whole model.</source>
        <translation>Der Modellordner {text} hat kein config.json. Wählen Sie den Ordner eines ganzen Modells.</translation>
    </message>
    <message>
        <source>There is no model folder {text}. Check the path, or choose misground-mini, which comes with MISGround.</source>
        <translation>Es gibt keinen Modellordner {text}. Prüfen Sie den Pfad, oder wählen Sie misground-mini, das zu MISGround gehört.</translation>
    </message>
    <message>
        <source>The model folder {path} has no config.json. Choose the folder of a whole model.</source>
        <translation>Der Modellordner {path} hat kein config.json. Wählen Sie den Ordner eines ganzen Modells.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Copy or download the model again.</source>
        <translation>{file} ist nicht lesbar ({error}). Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>{file} does not describe a model. Copy or download the model again.</source>
        <translation>{file} beschreibt kein Modell. Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>The model folder {path} lacks its {what} ({files}). Copy or download the model again.</source>
        <translation>Dem Modellordner {path} fehlt: {what} ({files}). Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>{index} cannot be read. Copy or download the model again.</source>
        <translation>{index} ist nicht lesbar. Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>The model folder {path} holds its weights only as {pickles}, a pickle, which could run a stranger's program when opened. Choose a model with model.safetensors, or convert this one to safetensors.</source>
        <translation>Der Modellordner {path} enthält seine Gewichte nur als {pickles}, ein Pickle, das beim Öffnen fremden Code ausführen könnte. Wählen Sie ein Modell mit model.safetensors, oder wandeln Sie dieses in safetensors um.</translation>
    </message>
    <message>
        <source>The model folder {path} holds no weights (model.safetensors). Copy or download them.</source>
        <translation>Der Modellordner {path} enthält keine Gewichte (model.safetensors). Kopieren oder laden Sie sie herunter.</translation>
    </message>
    <message>
        <source>{count} of {count_2} weight files are missing in {path}, the first is {missing}. Copy or download the model again.</source>
        <translation>{count} von {count_2} Gewichtsdateien fehlen in {path}, die erste ist {missing}. Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms. Accept them on huggingface.co and log in, or choose another model.</source>
        <translation>{model} gibt es nur für den, der die Bedingungen angenommen hat. Nehmen Sie sie auf huggingface.co an und melden Sie sich an, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: no connection to Hugging Face.</source>
        <translation>{model} konnte nicht heruntergeladen werden: keine Verbindung zu Hugging Face.</translation>
    </message>
    <message>
        <source>{model} is neither a folder nor on this computer. Allow the download, or choose misground-mini.</source>
        <translation>{model} ist weder ein Ordner noch auf diesem Rechner. Erlauben Sie das Herunterladen, oder wählen Sie misground-mini.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: the disk is full. Free some space.</source>
        <translation>{model} konnte nicht heruntergeladen werden: Der Datenträger ist voll. Schaffen Sie Platz.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded ({name}: {error}).</source>
        <translation>{model} konnte nicht heruntergeladen werden ({name}: {error}).</translation>
    </message>
    <message>
        <source>The model's file {file} is missing. {restore}</source>
        <translation>Die Datei {file} des Modells fehlt. {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is not that in SHA256SUMS). {restore}</source>
        <translation>Die Datei {file} des Modells ist beschädigt oder fremd: Sie ist nicht die ausgelieferte (ihre SHA-256 ist nicht die in SHA256SUMS). {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is not one that was shipped (SHA256SUMS does not list it). Remove it. {restore}</source>
        <translation>Die Datei {file} des Modells wurde nicht ausgeliefert (SHA256SUMS führt sie nicht auf). Entfernen Sie sie. {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} cannot be read ({reason}). {restore}</source>
        <translation>Die Datei {file} des Modells ist nicht lesbar ({reason}). {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is missing. {restore}</source>
        <translation>Die Datei {path} des Modells fehlt. {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} cannot be read ({error}). {restore}</source>
        <translation>Die Datei {path} des Modells ist nicht lesbar ({error}). {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this folder. {restore}</source>
        <translation>Die Datei {path} des Modells ist beschädigt: Zeile {number} ist nicht eine SHA-256 und eine Datei dieses Ordners. {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: it lists nothing. {restore}</source>
        <translation>Die Datei {path} des Modells ist beschädigt: Sie führt nichts auf. {restore}</translation>
    </message>
    <message>
        <source>The model's numbers overflowed on this device. Choose the device cpu, or another model.</source>
        <translation>Die Zahlen des Modells liefen auf diesem Gerät über. Wählen Sie das Gerät cpu oder ein anderes Modell.</translation>
    </message>
    <message>
        <source>{family_name} is not loaded in fewer bits. Choose the precision auto.</source>
        <translation>{family_name} wird nicht mit weniger Bits geladen. Wählen Sie die Genauigkeit auto.</translation>
    </message>
    <message>
        <source>{family_name} needs transformers {since} or later, and {installed} is installed. Update transformers, or choose another model.</source>
        <translation>{family_name} braucht transformers {since} oder neuer, installiert ist {installed}. Aktualisieren Sie transformers, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>There is no device {name!r}. Choose auto, cpu, cuda or mps.</source>
        <translation>Es gibt kein Gerät {name!r}. Wählen Sie auto, cpu, cuda oder mps.</translation>
    </message>
    <message>
        <source>This computer has no device {name} that PyTorch can use. Choose auto or cpu.</source>
        <translation>Dieser Rechner hat kein Gerät {name}, das PyTorch nutzen kann. Wählen Sie auto oder cpu.</translation>
    </message>
    <message>
        <source>The weight file {file} is damaged or not complete ({error}). Copy or download the model again.</source>
        <translation>Die Gewichtsdatei {file} ist beschädigt oder unvollständig ({error}). Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>The model in {path} cannot be loaded ({reason}). Copy or download it again.</source>
        <translation>Das Modell in {path} lässt sich nicht laden ({reason}). Kopieren Sie es noch einmal, oder laden Sie es noch einmal herunter.</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json. Copy the model again.</source>
        <translation>Die Gewichte in {path} passen nicht zu seiner config.json. Kopieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>The weights in {path} lack {count} parts of the model, the first is {missing}. Copy or download the model again.</source>
        <translation>Den Gewichten in {path} fehlen {count} Teile des Modells, der erste ist {missing}. Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on the graphics card: it was not loaded. Close other programs, or choose the precision 8bit or 4bit, the device cpu or a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} braucht etwa {gigabytes} Speicher, und {free} sind auf der Grafikkarte frei: Es wurde nicht geladen. Schließen Sie andere Programme, oder wählen Sie die Genauigkeit 8bit oder 4bit, das Gerät cpu oder ein kleineres Modell. Um es dennoch zu laden: --load-anyway, im Panel unter Dekodierung und Gerät.</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on this computer: it was not loaded. Close other programs, or choose a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} braucht etwa {gigabytes} Speicher, und {free} sind auf diesem Computer frei: Es wurde nicht geladen. Schließen Sie andere Programme, oder wählen Sie ein kleineres Modell. Um es dennoch zu laden: --load-anyway, im Panel unter Dekodierung und Gerät.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Restore the model's folder from the distribution.</source>
        <translation>{file} ist nicht lesbar ({error}). Stellen Sie den Ordner des Modells aus der Auslieferung wieder her.</translation>
    </message>
    <message>
        <source>The picture settings of {info} resize the slice to {seen} x {seen_2} px, and its boxes would be misread. Restore its preprocessor_config.json, or choose another model.</source>
        <translation>Die Bildeinstellungen von {info} verkleinern oder vergrößern die Schicht auf {seen} x {seen_2} px; ihre Boxen würden falsch gelesen. Stellen Sie preprocessor_config.json wieder her, oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again.</source>
        <translation>Prozessor oder Tokenizer in {folder} lassen sich nicht laden ({error}). Kopieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>The tokenizer in {folder} has no {image_token}: this is no {family_name} model. Choose another folder.</source>
        <translation>Der Tokenizer in {folder} hat kein {image_token}: Dies ist kein Modell {family_name}. Wählen Sie einen anderen Ordner.</translation>
    </message>
    <message>
        <source>The processor in {folder} cannot be made ({error}). Copy the model again.</source>
        <translation>Der Prozessor in {folder} lässt sich nicht einrichten ({error}). Kopieren Sie das Modell noch einmal.</translation>
    </message>
    <message>
        <source>The model folder {folder} has no chat template. Copy the whole model again.</source>
        <translation>Der Modellordner {folder} hat keine Chatvorlage. Kopieren Sie das ganze Modell noch einmal.</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need a CUDA card, and the device is {device}. Choose the precision auto, or a smaller model.</source>
        <translation>Gewichte mit {bits} Bit brauchen eine CUDA-Karte, das Gerät ist {device}. Wählen Sie die Genauigkeit auto oder ein kleineres Modell.</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need the Python package {missing}. Install {packages}, or choose the precision auto.</source>
        <translation>Gewichte mit {bits} Bit brauchen das Python-Paket {missing}. Installieren Sie {packages}, oder wählen Sie die Genauigkeit auto.</translation>
    </message>
    <message>
        <source>{name} reads phrases of at most {most} tokens, and this one has {count}. Ask in fewer words.</source>
        <translation>{name} liest Ausdrücke von höchstens {most} Token, und dieser hat {count}. Fragen Sie mit weniger Wörtern.</translation>
    </message>
    <message>
        <source>Read as: {names}.</source>
        <translation>Gelesen als: {names}.</translation>
    </message>
    <message>
        <source>a side of the picture is not a side of the patient; name the patient's left or right</source>
        <translation>eine Seite des Bildes ist keine Seite des Patienten; nennen Sie links oder rechts des Patienten</translation>
    </message>
    <message>
        <source>"{levels}" may be two vertebrae, a range or a disc; name each vertebra</source>
        <translation>"{levels}" kann zwei Wirbel, eine Spanne oder eine Bandscheibe meinen; nennen Sie jeden Wirbel</translation>
    </message>
    <message>
        <source>it says "{word}"; name only what to look for</source>
        <translation>darin steht "{word}"; nennen Sie nur, wonach gesucht werden soll</translation>
    </message>
    <message>
        <source>it says left and right at once; ask for "left" or "right", or for "both"</source>
        <translation>es nennt links und rechts zugleich; fragen Sie nach "left" oder "right" oder nach "both"</translation>
    </message>
    <message>
        <source>there is a {there} {name} only, no {asked} one</source>
        <translation>{name} gibt es nur auf einer Seite ({there}), nicht auf der gefragten ({asked})</translation>
    </message>
    <message>
        <source>the {name} is one structure, with no left and right</source>
        <translation>{name} ist eine einzige Struktur, ohne links und rechts</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model does not know it.</source>
        <translation>{query}: kann nicht gezählt werden: Das Modell kennt es nicht.</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model gave no answer that can be used.</source>
        <translation>{query}: kann nicht gezählt werden: Das Modell gab keine brauchbare Antwort.</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes of what was looked for ({known}); a further one would not be noticed.</source>
        <translation>{query}: {counted}; gezählt sind die Boxen dessen, wonach gesucht wurde ({known}); ein weiteres würde nicht bemerkt.</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes that the model drew on this slice.</source>
        <translation>{query}: {counted}; gezählt sind die Boxen, die das Modell auf dieser Schicht gezeichnet hat.</translation>
    </message>
    <message>
        <source>{query}: not known to the model.</source>
        <translation>{query}: dem Modell nicht bekannt.</translation>
    </message>
    <message>
        <source>{query}: the model gave no answer that can be used.</source>
        <translation>{query}: Das Modell gab keine brauchbare Antwort.</translation>
    </message>
    <message>
        <source>{query}: nothing to point at.</source>
        <translation>{query}: nichts, worauf gezeigt werden kann.</translation>
    </message>
    <message>
        <source>{label} at {place}, the model's own point</source>
        <translation>{label} bei {place}, der eigene Punkt des Modells</translation>
    </message>
    <message>
        <source>{label} at {place}, the centre of its box, which need not lie in the structure</source>
        <translation>{label} bei {place}, die Mitte seiner Box, die nicht in der Struktur liegen muss</translation>
    </message>
    <message>
        <source>The server told no probabilities, so there is no score.</source>
        <translation>Der Server nannte keine Wahrscheinlichkeiten; es gibt daher keinen Score.</translation>
    </message>
    <message>
        <source>The server's tokens do not spell its answer: the score is the mean over all of them.</source>
        <translation>Die Token des Servers ergeben nicht seine Antwort: Der Score ist das Mittel über alle.</translation>
    </message>
    <message>
        <source>The answer was cut off at {count} tokens.</source>
        <translation>Die Antwort wurde nach {count} Token abgeschnitten.</translation>
    </message>
    <message>
        <source>The server made the picture smaller ({tokens} tokens in all, {ours} for our picture), and its boxes would be misread. Start it without limits on the size of pictures (mm-processor-kwargs).</source>
        <translation>Der Server hat das Bild verkleinert ({tokens} Token insgesamt, {ours} für unser Bild), und seine Boxen würden falsch gelesen. Starten Sie ihn ohne Grenzen für die Größe der Bilder (mm-processor-kwargs).</translation>
    </message>
    <message>
        <source>{several} and {last}</source>
        <translation>{several} und {last}</translation>
    </message>
    <message>
        <source>{size} mm, {share} % of the volume</source>
        <translation>{size} mm, {share} % des Volumens</translation>
    </message>
    <message>
        <source>grey values inside {grey}</source>
        <translation>Grauwerte darin {grey}</translation>
    </message>
    <message>
        <source>{planes} agree</source>
        <translation>übereinstimmend: {planes}</translation>
    </message>
    <message>
        <source>{planes} alone shows it so</source>
        <translation>so nur {planes} zu sehen</translation>
    </message>
    <message>
        <source>not seen in {planes} slices</source>
        <translation>nicht zu sehen: {planes}</translation>
    </message>
    <message>
        <source>planes disagree</source>
        <translation>die Ebenen widersprechen sich</translation>
    </message>
    <message>
        <source>{ends} end assumed</source>
        <translation>Ende angenommen: {ends}</translation>
    </message>
    <message>
        <source>{label}: not known to the model</source>
        <translation>{label}: dem Modell nicht bekannt</translation>
    </message>
    <message>
        <source>{label}: no answer that can be used ({slices})</source>
        <translation>{label}: keine brauchbare Antwort ({slices})</translation>
    </message>
    <message>
        <source>{label}: not in this volume ({slices})</source>
        <translation>{label}: nicht in diesem Volumen ({slices})</translation>
    </message>
    <message>
        <source>{label}: not found so far ({slices})</source>
        <translation>{label}: bisher nicht gefunden ({slices})</translation>
    </message>
    <message>
        <source>cut off at the volume's {ends} end</source>
        <translation>vom Rand des Volumens abgeschnitten: {ends}</translation>
    </message>
    <message>
        <source>found</source>
        <translation>gefunden</translation>
    </message>
    <message>
        <source>{label} {score} unsure: {facts}</source>
        <translation>{label} {score}, unsicher: {facts}</translation>
    </message>
    <message>
        <source>{count} slice showed it, and what lies round about did not: it is not believed.</source>
        <translation>{count} Schicht zeigte es, die Schichten ringsum nicht: Es wird ihr nicht geglaubt.</translation>
    </message>
    <message>
        <source>{count} slices showed it, and what lies round about did not: it is not believed.</source>
        <translation>{count} Schichten zeigten es, die Schichten ringsum nicht: Es wird ihnen nicht geglaubt.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end.</source>
        <translation>Vom Rand des Volumens abgeschnitten: {ends}.</translation>
    </message>
    <message>
        <source>Not looked for to its end: where it ends ({ends}) is assumed.</source>
        <translation>Nicht bis zum Ende gesucht: Wo es aufhört ({ends}), ist angenommen.</translation>
    </message>
    <message>
        <source>no slice</source>
        <translation>keine Schicht</translation>
    </message>
    <message>
        <source>{planes} slice</source>
        <translation>{planes} (Schicht)</translation>
    </message>
    <message>
        <source>{planes} slices</source>
        <translation>{planes} (Schichten)</translation>
    </message>
    <message>
        <source>its middle lies {distance} mm on the other side of the body's midline</source>
        <translation>die Mitte liegt {distance} mm auf der anderen Seite der Körpermitte</translation>
    </message>
    <message>
        <source>it lies on the wrong side of the {label}</source>
        <translation>es liegt auf der falschen Seite von: {label}</translation>
    </message>
    <message>
        <source>it lies above the {label}</source>
        <translation>es liegt oberhalb von: {label}</translation>
    </message>
    <message>
        <source>it lies below the {label}</source>
        <translation>es liegt unterhalb von: {label}</translation>
    </message>
    <message>
        <source>it lies where the {label} does</source>
        <translation>es liegt am selben Ort wie: {label}</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>eine Pipe</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>ein Gerät</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>ein Socket</translation>
    </message>
    <message>
        <source>neither a file nor a folder</source>
        <translation>weder eine Datei noch ein Ordner</translation>
    </message>
    <message>
        <source>, not a scan</source>
        <translation>, keine Aufnahme</translation>
    </message>
    <message>
        <source>it is on a read-only disk</source>
        <translation>der Datenträger ist schreibgeschützt</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>Sie dürfen dort nicht schreiben</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>der Datenträger ist voll</translation>
    </message>
    <message>
        <source>your share of the disk is used up</source>
        <translation>Ihr Anteil am Datenträger ist aufgebraucht</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself.</source>
        <translation>{path} ist eine Verknüpfung, die zu sich selbst zurückführt.</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there.</source>
        <translation>{path} ist eine Verknüpfung zu {target}, und dort ist nichts.</translation>
    </message>
    <message>
        <source>The model gave this box {count} times; it is drawn once.</source>
        <translation>Das Modell nannte diese Box {count}-mal; sie ist einmal gezeichnet.</translation>
    </message>
    <message>
        <source>No description of "{query}" is known: it is asked for by its words alone.</source>
        <translation>Zu "{query}" ist keine Beschreibung bekannt: Gefragt wird nur mit den Worten selbst.</translation>
    </message>
    <message>
        <source>Check the side: this box is called {name}, but all of it lies more than {distance} mm to the patient's {side} of the body's midline.</source>
        <translation>Prüfen Sie die Seite: Diese Box heißt {name}, liegt aber ganz auf der anderen Seite des Patienten ({side}), mehr als {distance} mm von der Körpermitte.</translation>
    </message>
    <message>
        <source>left</source>
        <translation>links</translation>
    </message>
    <message>
        <source>right</source>
        <translation>rechts</translation>
    </message>
    <message>
        <source>The model drew the {name} on a slice that lies {distance} mm to the patient's {side} of the body's midline. It is refused: ask on a slice of the other side.</source>
        <translation>Das Modell zeichnete {name} auf einer Schicht, die auf der anderen Seite des Patienten liegt ({side}), {distance} mm von der Körpermitte. Die Box wird abgelehnt: Fragen Sie auf einer Schicht der richtigen Seite.</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies within {distance} mm of the body's midline.</source>
        <translation>Die Seite ist nicht belegt: Die Box liegt höchstens {distance} mm von der Körpermitte.</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies beyond the body's midline.</source>
        <translation>Die Seite ist nicht belegt: Die Box liegt jenseits der Körpermitte.</translation>
    </message>
    <message>
        <source>The side is not proved: a sagittal slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>Die Seite ist nicht belegt: Eine sagittale Schicht zeigt sie nicht, und die Körpermitte ließ sich in dieser Aufnahme nicht messen (der Körper ist abgeschnitten oder auf beiden Seiten zu ungleich).</translation>
    </message>
    <message>
        <source>The side is not proved: this slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>Die Seite ist nicht belegt: Diese Schicht zeigt sie nicht, und die Körpermitte ließ sich in dieser Aufnahme nicht messen (der Körper ist abgeschnitten oder auf beiden Seiten zu ungleich).</translation>
    </message>
    <message>
        <source>window {window}, level {level} ({source})</source>
        <translation>Fensterbreite {window}, Fensterlage {level} ({source})</translation>
    </message>
    <message>
        <source>, or the window "as displayed"</source>
        <translation>, oder das Fenster "as displayed"</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller volume is shown by both; {measure} {similarity}; registrations each way agree to {disagreement} mm; moved {moved} mm and turned {turned} degrees against the files</source>
        <translation>{overlap} % des kleineren Volumens zeigen beide; {measure} {similarity}; die Registrierungen hin und zurück stimmen auf {disagreement} mm überein; gegen die Dateien {moved} mm verschoben und {turned} Grad gedreht</translation>
    </message>
    <message>
        <source>Places are compared as the scene's transforms say.</source>
        <translation>Orte werden verglichen, wie die Transformationen der Szene es sagen.</translation>
    </message>
    <message>
        <source>Places are compared as the files say: nobody checked that the patient lay alike on both visits.</source>
        <translation>Orte werden verglichen, wie die Dateien es sagen: Niemand hat geprüft, ob der Patient bei beiden Untersuchungen gleich lag.</translation>
    </message>
    <message>
        <source>the volumes have too little in common to begin with</source>
        <translation>die Volumen haben von vornherein zu wenig gemeinsam</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller one is shown by both</source>
        <translation>nur {overlap} % des kleineren zeigen beide</translation>
    </message>
    <message>
        <source>registrations each way differ by {distance} mm</source>
        <translation>die Registrierungen hin und zurück weichen um {distance} mm ab</translation>
    </message>
    <message>
        <source>what both show is too unlike ({measure} {similarity})</source>
        <translation>was beide zeigen, ist zu ungleich ({measure} {similarity})</translation>
    </message>
    <message>
        <source>Places are compared after a rigid registration by SimpleITK: {quality}.</source>
        <translation>Orte werden nach einer starren Registrierung mit SimpleITK verglichen: {quality}.</translation>
    </message>
    <message>
        <source>A volume</source>
        <translation>Ein Volumen</translation>
    </message>
    <message>
        <source>another</source>
        <translation>ein anderes</translation>
    </message>
    <message>
        <source>Differences of boxes, as figures: no diagnosis. For research use only.</source>
        <translation>Unterschiede der Boxen in Zahlen: keine Diagnose. Nur für Forschungszwecke.</translation>
    </message>
    <message>
        <source>No end of a box is known better than {finest} mm: smaller changes say nothing.</source>
        <translation>Kein Ende einer Box ist genauer als {finest} mm bekannt: Kleinere Änderungen besagen nichts.</translation>
    </message>
    <message>
        <source>They were answered by two models: differences may be the models'.</source>
        <translation>Geantwortet haben zwei verschiedene Modelle: Unterschiede können an ihnen liegen.</translation>
    </message>
    <message>
        <source>They were answered by two revisions of the model: differences may be the models'.</source>
        <translation>Geantwortet haben zwei Revisionen des Modells: Unterschiede können an ihnen liegen.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>They are of two modalities ({first} and {second}): what a box is drawn round may differ.</source>
        <translation>Es sind zwei Modalitäten ({first} und {second}): Worum eine Box gezeichnet wird, kann verschieden sein.</translation>
    </message>
    <message>
        <source>A search did not come to its own end (budget or cancel): its boxes may grow.</source>
        <translation>Eine Suche kam nicht zu ihrem eigenen Ende (Höchstzahl oder Abbruch): Ihre Boxen können noch wachsen.</translation>
    </message>
    <message>
        <source>The boxes' sides lie up to {angle} degrees against one another, which alters sizes.</source>
        <translation>Die Seiten der Boxen sind bis zu {angle} Grad gegeneinander gedreht, was die Größen verändert.</translation>
    </message>
    <message>
        <source>The model is unsure of a box.</source>
        <translation>Bei einer Box ist das Modell unsicher.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the first visit: no change is told that way.</source>
        <translation>Bei der ersten Untersuchung vom Rand des Volumens abgeschnitten ({ends}): In dieser Richtung wird keine Änderung genannt.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the second visit: no change is told that way.</source>
        <translation>Bei der zweiten Untersuchung vom Rand des Volumens abgeschnitten ({ends}): In dieser Richtung wird keine Änderung genannt.</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the first visit: no change is told that way.</source>
        <translation>Bei der ersten Untersuchung ist das Ende angenommen ({ends}): In dieser Richtung wird keine Änderung genannt.</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the second visit: no change is told that way.</source>
        <translation>Bei der zweiten Untersuchung ist das Ende angenommen ({ends}): In dieser Richtung wird keine Änderung genannt.</translation>
    </message>
    <message>
        <source>{size} mm</source>
        <translation>{size} mm</translation>
    </message>
    <message>
        <source>{size} mm, box {volume} cm3</source>
        <translation>{size} mm, Box {volume} cm3</translation>
    </message>
    <message>
        <source>This model points and draws no boxes: choose a model that answers with boxes.</source>
        <translation>Dieses Modell zeigt auf Punkte und zeichnet keine Boxen: Wählen Sie ein Modell, das mit Boxen antwortet.</translation>
    </message>
    <message>
        <source>How this model writes boxes is not known.</source>
        <translation>Wie dieses Modell Boxen schreibt, ist nicht bekannt.</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole boxes were kept.</source>
        <translation>Die Antwort bricht ab; nur ganze Boxen wurden behalten.</translation>
    </message>
    <message>
        <source>A point needs two numbers, not {shown}.</source>
        <translation>Ein Punkt braucht zwei Zahlen, nicht {shown}.</translation>
    </message>
    <message>
        <source>A box needs four numbers, not {shown}.</source>
        <translation>Eine Box braucht vier Zahlen, nicht {shown}.</translation>
    </message>
    <message>
        <source>The point {shown} leaves the 0-{largest} scale.</source>
        <translation>Der Punkt {shown} liegt außerhalb der Skala 0-{largest}.</translation>
    </message>
    <message>
        <source>The box {shown} leaves the 0-{largest} scale.</source>
        <translation>Die Box {shown} verlässt die Skala 0-{largest}.</translation>
    </message>
    <message>
        <source>The box {shown} is empty or inverted.</source>
        <translation>Die Box {shown} ist leer oder verkehrt herum.</translation>
    </message>
    <message>
        <source>The box {shown} lies beside the slice.</source>
        <translation>Die Box {shown} liegt neben der Schicht.</translation>
    </message>
    <message>
        <source>The model in {folder}, of the family {family}, looks by its name or config.json like {like}.</source>
        <translation>Das Modell in {folder}, aus der Familie {family}, sieht nach Name oder config.json aus wie {like}.</translation>
    </message>
    <message>
        <source>{file} says "misground": {told!r}, which no model of its type is.</source>
        <translation>{file} sagt "misground": {told!r}, was kein Modell dieser Art ist.</translation>
    </message>
    <message>
        <source>Its boxes are read as those of {name}, as you said.</source>
        <translation>Seine Boxen werden als die von {name} gelesen, wie Sie es angegeben haben.</translation>
    </message>
    <message>
        <source>A box is asked of one picture; for several, or none, ask in words.</source>
        <translation>Nach einer Box wird in einem Bild gefragt; zu mehreren oder keinem fragen Sie in Worten.</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to name the slice of a box.</source>
        <translation>Die Hersteller von {name} sagen nicht, dass es trainiert wurde, die Schicht einer Box zu nennen.</translation>
    </message>
    <message>
        <source>{name} finds boxes in one slice at a time, and cannot say which of {count} slices a box is in. Ask slice by slice, or choose a model that writes boxes as JSON, such as Qwen3-VL.</source>
        <translation>{name} findet Boxen in einer Schicht auf einmal und kann nicht sagen, in welcher von {count} Schichten eine Box ist. Fragen Sie Schicht für Schicht, oder wählen Sie ein Modell, das Boxen als JSON schreibt, etwa Qwen3-VL.</translation>
    </message>
    <message>
        <source>{name} knows what it looks for by name only: descriptions are not told to it.</source>
        <translation>{name} kennt, was es sucht, nur beim Namen: Beschreibungen werden ihm nicht mitgeteilt.</translation>
    </message>
    <message>
        <source>{name} does not answer in words: choose another model.</source>
        <translation>{name} antwortet nicht in Worten: Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{name} takes one picture, not {count}: choose another model.</source>
        <translation>{name} nimmt ein Bild, nicht {count}: Wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>{name} was not asked for points.</source>
        <translation>{name} wurde nicht nach Punkten gefragt.</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>Tokenizer</translation>
    </message>
    <message>
        <source>picture settings</source>
        <translation>Bildeinstellungen</translation>
    </message>
    <message>
        <source>Copy or download the model again.</source>
        <translation>Kopieren Sie das Modell noch einmal, oder laden Sie es neu herunter.</translation>
    </message>
    <message>
        <source>Reinstall the MISGround extension or, in a clone, run: git checkout -- MISGround/Resources/Models/{model}</source>
        <translation>Installieren Sie die Erweiterung MISGround neu, oder führen Sie in einem Klon aus: git checkout -- MISGround/Resources/Models/{model}</translation>
    </message>
    <message>
        <source>Downloading {model}</source>
        <translation>{model} wird heruntergeladen</translation>
    </message>
    <message>
        <source>A box names no picture, where 1 to {count} were shown.</source>
        <translation>Eine Box nennt kein Bild; gezeigt wurden 1 bis {count}.</translation>
    </message>
    <message>
        <source>A box names the picture {picture}, where 1 to {count} were shown.</source>
        <translation>Eine Box nennt das Bild {picture}; gezeigt wurden 1 bis {count}.</translation>
    </message>
    <message>
        <source>Of this family, MedGemma 1.5 was trained to draw boxes, on chest X-rays; other models were not.</source>
        <translation>Aus dieser Familie wurde MedGemma 1.5 trainiert, Boxen zu zeichnen, auf Röntgenbildern des Thorax; andere Modelle nicht.</translation>
    </message>
    <message>
        <source>The makers of Gemma 4 do not say in which order it writes the corners of a box, so that none is asked for. If you know it, give the box format (--box-format gemma where y comes before x, as others report), or choose another model.</source>
        <translation>Die Hersteller von Gemma 4 sagen nicht, in welcher Reihenfolge es die Ecken einer Box schreibt, daher wird nach keiner gefragt. Kennen Sie sie, so geben Sie das Boxformat an (--box-format gemma, wenn y vor x kommt, wie andere berichten), oder wählen Sie ein anderes Modell.</translation>
    </message>
    <message>
        <source>The makers of this family do not say that it was trained to draw boxes.</source>
        <translation>Die Hersteller dieser Familie sagen nicht, dass sie trainiert wurde, Boxen zu zeichnen.</translation>
    </message>
    <message>
        <source>SAM 3 was trained on everyday pictures, and is told neither the plane nor which side is the patient's left. It writes no words: semantic sampling does not apply and was off.</source>
        <translation>SAM 3 wurde mit Alltagsbildern trainiert und erfährt weder die Ebene noch, welche Seite die linke des Patienten ist. Es schreibt keine Wörter: Semantisches Sampling ist nicht anwendbar und war aus.</translation>
    </message>
    <message>
        <source>Molmo 2 points and draws no boxes. Ask it to point ("point at the liver") on a slice, or choose a model that answers with boxes.</source>
        <translation>Molmo 2 zeigt auf Punkte und zeichnet keine Boxen. Lassen Sie es auf einer Schicht zeigen ("zeige auf die Leber"), oder wählen Sie ein Modell, das mit Boxen antwortet.</translation>
    </message>
    <message>
        <source>This part of SAM 3 follows points and boxes and reads no words. Choose the whole of SAM 3.</source>
        <translation>Dieser Teil von SAM 3 verfolgt Punkte und Boxen und liest keine Wörter. Wählen Sie das ganze SAM 3.</translation>
    </message>
    <message>
        <source>It is an InternVL in its makers' own code, which MISGround does not run. Choose its copy in transformers' format (its name ends in "-hf"), or let a server hold it.</source>
        <translation>Es ist ein InternVL im eigenen Code seiner Hersteller, den MISGround nicht ausführt. Wählen Sie seine Fassung im Format von transformers (ihr Name endet auf "-hf"), oder lassen Sie es auf einem Server laufen.</translation>
    </message>
    <message>
        <source>MedGemma 1.5 was trained to draw boxes on chest X-rays, not on CT or MR.</source>
        <translation>MedGemma 1.5 wurde trainiert, Boxen auf Röntgenbildern des Thorax zu zeichnen, nicht auf CT oder MR.</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to draw boxes: it is asked as an InternVL is.</source>
        <translation>Die Hersteller von {name} sagen nicht, dass es trainiert wurde, Boxen zu zeichnen: Es wird wie ein InternVL gefragt.</translation>
    </message>
    <message>
        <source>Loading {model}</source>
        <translation>{model} wird geladen</translation>
    </message>
    <message>
        <source>{model} does not know {query}: {problem}. `misground models` lists its {known} structures.</source>
        <translation>{model} kennt {query} nicht: {problem}. `misground models` führt seine {known} Strukturen auf.</translation>
    </message>
    <message>
        <source>{others} or {last}</source>
        <translation>{others} oder {last}</translation>
    </message>
    <message>
        <source>{model} does not know {query} (did you mean {names}?). `misground models` lists its {known} structures.</source>
        <translation>{model} kennt {query} nicht (meinten Sie {names}?). `misground models` führt seine {known} Strukturen auf.</translation>
    </message>
    <message>
        <source>{model} does not know {query}. `misground models` lists its {known} structures.</source>
        <translation>{model} kennt {query} nicht. `misground models` führt seine {known} Strukturen auf.</translation>
    </message>
    <message>
        <source>{model} knows structures by name only, and {query} tells where something lies. Name the structure, or choose a model that reads free text.</source>
        <translation>{model} kennt Strukturen nur beim Namen, und {query} sagt, wo etwas liegt. Nennen Sie die Struktur, oder wählen Sie ein Modell, das freien Text liest.</translation>
    </message>
    <message>
        <source>{model} finds the {name} of the knee in the picture, be it the {side} or not.</source>
        <translation>{model} findet am Knie {name} im Bild, ob auf der gefragten Seite ({side}) oder nicht.</translation>
    </message>
    <message>
        <source>{model} finds one side at a time: ask for "{first}" or "{second}".</source>
        <translation>{model} findet eine Seite auf einmal: Fragen Sie nach "{first}" oder "{second}".</translation>
    </message>
    <message>
        <source>{model} answers with boxes only: choose a larger model for questions in words.</source>
        <translation>{model} antwortet nur mit Boxen: Wählen Sie für Fragen in Worten ein größeres Modell.</translation>
    </message>
    <message>
        <source>The point {shown} lies beside the slice.</source>
        <translation>Der Punkt {shown} liegt neben der Schicht.</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole points were kept.</source>
        <translation>Die Antwort bricht ab; nur vollständige Punkte wurden behalten.</translation>
    </message>
    <message>
        <source>The answer holds no point that could be read.</source>
        <translation>Die Antwort enthält keinen lesbaren Punkt.</translation>
    </message>
    <message>
        <source>The answer holds no box that could be read.</source>
        <translation>Die Antwort enthält keine Box, die sich lesen lässt.</translation>
    </message>
    <message>
        <source>It deems it there ({presence}) and is sure of no box: the best has {best}, and {needed} is needed.</source>
        <translation>Es hält das Ziel für vorhanden ({presence}) und ist sich keiner Box sicher: Die beste hat {best}, nötig sind {needed}.</translation>
    </message>
    <message>
        <source>Right box</source>
        <translation>Richtige Box</translation>
    </message>
    <message>
        <source>The structure is there, and the box overlaps its true one by half or more (IoU &gt;= 0.5).</source>
        <translation>Die Struktur ist da, und die Box überlappt ihre wahre zur Hälfte oder mehr (IoU &gt;= 0.5).</translation>
    </message>
    <message>
        <source>Mean overlap</source>
        <translation>Mittlere Überlappung</translation>
    </message>
    <message>
        <source>Intersection over union of box and true box; 0 where it was missed.</source>
        <translation>Schnittmenge durch Vereinigung (IoU) von Box und wahrer Box; 0, wo sie verfehlt wurde.</translation>
    </message>
    <message>
        <source>Absent said absent</source>
        <translation>Fehlendes erkannt</translation>
    </message>
    <message>
        <source>The structure is not on the slice, and the model says so.</source>
        <translation>Die Struktur ist nicht auf der Schicht, und das Modell sagt es.</translation>
    </message>
    <message>
        <source>Sides confused</source>
        <translation>Seiten verwechselt</translation>
    </message>
    <message>
        <source>The box lies on the other side's structure.</source>
        <translation>Die Box liegt auf der Struktur der anderen Seite.</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Nicht lesbar</translation>
    </message>
    <message>
        <source>The model gave no answer that can be read, or could not be asked.</source>
        <translation>Das Modell gab keine lesbare Antwort oder konnte nicht gefragt werden.</translation>
    </message>
    <message>
        <source>Time a query</source>
        <translation>Zeit je Anfrage</translation>
    </message>
    <message>
        <source>The median.</source>
        <translation>Der Median.</translation>
    </message>
    <message>
        <source>axial</source>
        <translation>axial</translation>
    </message>
    <message>
        <source>coronal</source>
        <translation>koronal</translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation>sagittal</translation>
    </message>
    <message>
        <source>oblique</source>
        <translation>schräg</translation>
    </message>
    <message>
        <source>back</source>
        <translation>hinten</translation>
    </message>
    <message>
        <source>front</source>
        <translation>vorn</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>upper</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>up</source>
        <translation>oben</translation>
    </message>
    <message>
        <source>down</source>
        <translation>unten</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>nicht vorhanden</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>bisher nicht gefunden</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>keine brauchbare Antwort</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>Voreinstellung</translation>
    </message>
    <message>
        <source>as displayed</source>
        <translation>wie angezeigt</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>correlation ratio</source>
        <translation>Korrelationsverhältnis</translation>
    </message>
    <message>
        <source>abdomen</source>
        <translation>Bauch</translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation>Becken</translation>
    </message>
    <message>
        <source>chest</source>
        <translation>Brustkorb</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>Gehirn</translation>
    </message>
    <message>
        <source>head and neck</source>
        <translation>Kopf/Hals</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>Wirbelsäule</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>Knie</translation>
    </message>
    <message>
        <source>muscles</source>
        <translation>Muskeln</translation>
    </message>
    <message>
        <source>bones</source>
        <translation>Knochen</translation>
    </message>
</context>
</TS>
