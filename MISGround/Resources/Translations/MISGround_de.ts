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
        <source>The embedded model, or a model of your own: choose its folder with Browse, or type its Hugging Face id (owner/name). Or the address of a vLLM server that you run: server:http://127.0.0.1:8000, with #NAME of the model where it serves several.</source>
        <translation>Das eingebaute Modell oder ein eigenes: seinen Ordner mit Wählen wählen oder seine Hugging-Face-Kennung eingeben (Besitzer/Name). Oder die Adresse eines vLLM-Servers, den Sie betreiben: server:http://127.0.0.1:8000, mit #NAME des Modells, wenn er mehrere anbietet.</translation>
    </message>
    <message>
        <source>Choose the folder of a model on this computer (config.json and *.safetensors).</source>
        <translation>Den Ordner eines Modells auf diesem Rechner wählen (config.json und *.safetensors).</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>Wählen...</translation>
    </message>
    <message>
        <source>Where the picture of the slice and your words go.</source>
        <translation>Wohin das Bild der Schicht und Ihre Worte gehen.</translation>
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
        <translation>Welche Aufnahmeart dem Modell genannt wird. automatic: was die Aufnahme angibt oder wonach sie aussieht. Wählen Sie eine andere, wo das falsch ist, etwa bei einer MR, die für CT gehalten wird. Nur für dieses Volumen.</translation>
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
        <source>What was found. Choose a row to bring the views there and to read what speaks for it. unsure: a box with a low score, drawn pale.</source>
        <translation>Was gefunden wurde. Eine Zeile wählen, um die Ansichten dorthin zu bringen und zu lesen, was dafür spricht. unsicher: eine Box mit niedrigem Wert, blass gezeichnet.</translation>
    </message>
    <message>
        <source>Take back the last step: the boxes of the last query go (a search on its way ends with them), or boxes that were cleared come back. Nothing else in the scene changes.</source>
        <translation>Den letzten Schritt zurücknehmen: Die Boxen der letzten Anfrage verschwinden (eine laufende Suche endet dabei), oder entfernte Boxen kommen zurück. Sonst ändert sich nichts in der Szene.</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>Rückgängig</translation>
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
        <source>Write the last answer to a folder: result.json and boxes.mrk.json.</source>
        <translation>Die letzte Antwort in einen Ordner schreiben: result.json und boxes.mrk.json.</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>Export...</translation>
    </message>
    <message>
        <source>Make a segment of the chosen row's box, for you to correct: what lies inside the box and has the grey values of its middle. It goes into a segmentation of MISGround's own; no segment of yours is changed.</source>
        <translation>Aus der Box der gewählten Zeile ein Segment machen, das Sie berichtigen: was in der Box liegt und die Grauwerte ihrer Mitte hat. Es kommt in eine eigene Segmentierung von MISGround; keines Ihrer Segmente wird verändert.</translation>
    </message>
    <message>
        <source>Send to Segment Editor</source>
        <translation>An den Segment Editor</translation>
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
        <source>Asks the chosen model about a small fixed set of drawn pictures whose truth is known, and counts what is right.</source>
        <translation>Fragt das gewählte Modell nach einigen festen, gezeichneten Bildern, deren Wahrheit bekannt ist, und zählt, was stimmt.</translation>
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
    <name>panel.answers</name>
    <message>
        <source>The rows below are the answer for {volume}.</source>
        <translation>Die Zeilen unten sind die Antwort zu {volume}.</translation>
    </message>
    <message>
        <source>Choose the row of a box that is in the scene; then press the button again.</source>
        <translation>Wählen Sie die Zeile einer Box, die in der Szene ist; drücken Sie dann den Knopf noch einmal.</translation>
    </message>
    <message>
        <source>The volume of the box is no longer in the scene. Load it again, and ask again.</source>
        <translation>Das Volumen der Box ist nicht mehr in der Szene. Laden Sie es wieder und fragen Sie noch einmal.</translation>
    </message>
    <message>
        <source>Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.</source>
        <translation>Segment {name} in {node} angelegt: was in der Box Grauwerte von {low} bis {high} hat. Bitte berichtigen.</translation>
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
        <translation>Schicht {plane} bei {position}</translation>
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
        <source>There is nothing to take back.</source>
        <translation>Es gibt nichts zurückzunehmen.</translation>
    </message>
    <message>
        <source>There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out.</source>
        <translation>Nichts zurückzunehmen: Die Boxen in der Szene sind nicht aus dieser Sitzung. Leeren nimmt sie heraus.</translation>
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
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Wert</translation>
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
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>nicht gefunden</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Click to bring the views there.</source>
        <translation>Unsicher: Der Wert ist niedrig, sehen Sie also selbst nach. Klicken bringt die Ansichten dorthin.</translation>
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
        <translation>Die Prüfung hielt an: {error}</translation>
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
        <translation>{percent} % gefragt.</translation>
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
        <source>The installed transformers has no Qwen3-VL. Update it to 5.2 or later and press Ground again.</source>
        <translation>Das installierte transformers hat kein Qwen3-VL. Bringen Sie es auf 5.2 oder neuer und drücken Sie noch einmal auf Suchen.</translation>
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
    <name>panel.runner</name>
    <message>
        <source>memory ran out. Close other data or programs.</source>
        <translation>der Speicher reichte nicht. Schließen Sie andere Daten oder Programme.</translation>
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
    <name>panel.volume_search</name>
    <message>
        <source>{found} of {count} found in the volume, in {seconds} s and {questions} questions.</source>
        <translation>{found} von {count} im Volumen gefunden, in {seconds} s und {questions} Fragen.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) in the volume, in {seconds} s and {questions} questions.</source>
        <translation>{found} von {count} im Volumen gefunden ({unsure} unsicher), in {seconds} s und {questions} Fragen.</translation>
    </message>
    <message>
        <source>{summary} It stopped at its limit of questions.</source>
        <translation>{summary} Sie hielt an ihrer Höchstzahl von Fragen an.</translation>
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
        <source>not in this volume</source>
        <translation>nicht in diesem Volumen</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>wird gesucht</translation>
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
        <translation>Unsicher: Der Wert ist niedrig, sehen Sie also selbst nach. Die Zeile wählen bringt die Ansichten dorthin.</translation>
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
    <message>
        <source>Folder of a model</source>
        <translation>Ordner eines Modells</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene: {count}.</source>
        <translation>Aus der Szene entfernte Boxen: {count}.</translation>
    </message>
    <message>
        <source>There is no box of MISGround in the scene.</source>
        <translation>Es ist keine Box von MISGround in der Szene.</translation>
    </message>
    <message>
        <source>Folder for result.json and boxes.mrk.json</source>
        <translation>Ordner für result.json und boxes.mrk.json</translation>
    </message>
    <message>
        <source>The answer could not be written: {error}</source>
        <translation>Die Antwort konnte nicht geschrieben werden: {error}</translation>
    </message>
</context>
</TS>
