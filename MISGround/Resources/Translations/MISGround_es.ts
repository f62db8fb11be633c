<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>MISGround</name>
    <message>
        <source>Volume:</source>
        <translation>Volumen:</translation>
    </message>
    <message>
        <source>The volume that the question is about.</source>
        <translation>El volumen sobre el que trata la pregunta.</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>Alcance:</translation>
    </message>
    <message>
        <source>whole volume: slices are asked one after the other until each target has one 3D box, wherever it lies; boxes show early and grow. this slice: one question a target, about the slice view below. Saved with the scene.</source>
        <translation>volumen entero: se pregunta por los cortes uno tras otro hasta que cada objetivo tenga una caja 3D, esté donde esté; las cajas aparecen pronto y crecen. este corte: una pregunta por objetivo, sobre la vista de corte de abajo. Se guarda con la escena.</translation>
    </message>
    <message>
        <source>Of a 4D sequence: every item is searched, one after the other, and the boxes follow the sequence as it is browsed. Off: the item shown is searched, and its boxes are hidden at the others. A limit of questions holds for each item.</source>
        <translation>De una secuencia 4D: se busca en cada elemento, uno tras otro, y las cajas siguen la secuencia al recorrerla. Desactivado: se busca en el elemento mostrado, y sus cajas se ocultan en los demás. Un límite de preguntas vale para cada elemento.</translation>
    </message>
    <message>
        <source>every item</source>
        <translation>cada elemento</translation>
    </message>
    <message>
        <source>Slice view:</source>
        <translation>Vista:</translation>
    </message>
    <message>
        <source>For this slice alone: the model looks at the slice that this view shows, in the view's plane. How the view is turned, its size and its zoom do not matter.</source>
        <translation>Solo para este corte: el modelo ve el corte que muestra esta vista, en el plano de la vista. No importan el giro, el tamaño ni el zoom de la vista.</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>Modelo:</translation>
    </message>
    <message>
        <source>The embedded model, or a model of your own: choose its folder with "...", or type its Hugging Face id (owner/name). Or the address of a vLLM server that you run: server:http://127.0.0.1:8000, with #NAME of the model where it serves several.</source>
        <translation>El modelo incluido, o uno propio: elija su carpeta con «...», o escriba su identificador de Hugging Face (propietario/nombre). O la dirección de un servidor vLLM suyo: server:http://127.0.0.1:8000, con #NAME del modelo si ofrece varios.</translation>
    </message>
    <message>
        <source>Choose the folder of a model on this computer (config.json and *.safetensors).</source>
        <translation>Elegir la carpeta de un modelo en este ordenador (config.json y *.safetensors).</translation>
    </message>
    <message>
        <source>Models that can be had and those that are here: their size, licence and memory; download, add, remove.</source>
        <translation>Los modelos disponibles y los que ya están aquí: tamaño, licencia y memoria; descargar, añadir, quitar.</translation>
    </message>
    <message>
        <source>Models...</source>
        <translation>Gestor...</translation>
    </message>
    <message>
        <source>Where the picture of the slice and your words go.</source>
        <translation>Adónde van la imagen del corte y sus palabras.</translation>
    </message>
    <message>
        <source>An estimate from the model's files: weights, the longest answer, the largest picture, the neighbour graph.</source>
        <translation>Una estimación a partir de los archivos del modelo: pesos, respuesta más larga, imagen más grande, grafo de vecinos.</translation>
    </message>
    <message>
        <source>Let the picture of the slice and your words go to the server named above, on another computer. Off until you tick it, for this address only; not saved with the scene.</source>
        <translation>Permitir que la imagen del corte y sus palabras vayan al servidor nombrado arriba, en otro ordenador. Desactivado hasta que lo marque, solo para esta dirección; no se guarda con la escena.</translation>
    </message>
    <message>
        <source>Pictures may leave this computer</source>
        <translation>Las imágenes pueden salir de aquí</translation>
    </message>
    <message>
        <source>Window:</source>
        <translation>Ventana:</translation>
    </message>
    <message>
        <source>The grey values that the model sees. automatic: the window and level of the kind of scan (for CT 400 and 40), whatever the views show. as displayed: those of the views. The answer says which it was.</source>
        <translation>Los valores de gris que ve el modelo. automatic: la ventana y el nivel del tipo de estudio (para TC 400 y 40), muestren lo que muestren las vistas. as displayed: los de las vistas. La respuesta dice cuáles fueron.</translation>
    </message>
    <message>
        <source>Modality:</source>
        <translation>Modalidad:</translation>
    </message>
    <message>
        <source>What kind of scan the model is told. automatic: what the scan says, or looks like. Choose another where that is wrong, such as an MR taken for CT. For this volume only.</source>
        <translation>Qué tipo de estudio se le dice al modelo. automatic: lo que el estudio indica o parece. Elija otro si no es correcto, como una RM tomada por TC. Solo para este volumen.</translation>
    </message>
    <message>
        <source>What to look for, one target a line:</source>
        <translation>Qué buscar, un objetivo por línea:</translation>
    </message>
    <message>
        <source>One target a line. Left and right are the patient's. Ctrl+Enter asks the model.</source>
        <translation>Un objetivo por línea. Izquierda y derecha son las del paciente. Ctrl+Intro pregunta al modelo.</translation>
    </message>
    <message>
        <source>For example: left kidney; liver; vertebrae</source>
        <translation>Por ejemplo: riñón izquierdo; hígado; vértebras</translation>
    </message>
    <message>
        <source>How the line that you type may go on, in the languages that MISGround reads; sets such as abdomen; what you asked before. A click takes one, or Tab and Enter; Ctrl+Space takes the first.</source>
        <translation>Cómo puede seguir la línea que escribe, en los idiomas que MISGround lee; grupos como el abdomen; lo que preguntó antes. Un clic toma una, o Tab e Intro; Ctrl+Espacio toma la primera.</translation>
    </message>
    <message>
        <source>The structures that the chosen model can be asked for.</source>
        <translation>Las estructuras por las que se puede preguntar al modelo elegido.</translation>
    </message>
    <message>
        <source>What this model knows</source>
        <translation>Lo que este modelo conoce</translation>
    </message>
    <message>
        <source>Part of a name, of a synonym, or of a name in German, French, Spanish or Chinese. Enter takes the first one found.</source>
        <translation>Parte de un nombre, de un sinónimo o de un nombre en alemán, francés, español o chino. Intro toma el primero encontrado.</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Buscar</translation>
    </message>
    <message>
        <source>A double click, or Enter, puts a name into the query.</source>
        <translation>Un doble clic, o Intro, pone un nombre en la consulta.</translation>
    </message>
    <message>
        <source>From the seconds that a question took with this model on this computer, when it was last asked here.</source>
        <translation>Según los segundos que tardó una pregunta a este modelo en este ordenador la última vez.</translation>
    </message>
    <message>
        <source>Find the targets (Ctrl+Enter).</source>
        <translation>Encontrar los objetivos (Ctrl+Intro).</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Localizar</translation>
    </message>
    <message>
        <source>How far the answer has come.</source>
        <translation>Hasta dónde ha llegado la respuesta.</translation>
    </message>
    <message>
        <source>What happens now, what was found, or what to put right.</source>
        <translation>Qué pasa ahora, qué se encontró o qué hay que corregir.</translation>
    </message>
    <message>
        <source>What the model is writing.</source>
        <translation>Lo que el modelo está escribiendo.</translation>
    </message>
    <message>
        <source>There is no answer to the last query. These rows, and the boxes in the scene, are of the one before it.</source>
        <translation>La última consulta no tiene respuesta. Estas filas, y las cajas de la escena, son de la consulta anterior.</translation>
    </message>
    <message>
        <source>What was found. Choose a row to bring the views there and to read what speaks for it. unsure: a box with a low score, drawn pale. Keys: Enter accepts, Backspace rejects, F2 renames, Delete removes, Space shows one box alone.</source>
        <translation>Lo que se encontró. Elija una fila para llevar allí las vistas y leer lo que la apoya. dudoso: una caja de puntuación baja, dibujada en tono pálido. Teclas: Intro acepta, Retroceso rechaza, F2 cambia el nombre, Supr quita, Espacio muestra una caja sola.</translation>
    </message>
    <message>
        <source>The box is right (Enter in the table). It is no longer pale or called unsure. Again takes that back.</source>
        <translation>La caja es correcta (Intro en la tabla). Deja de verse pálida y de figurar como dudosa. Pulsar otra vez lo deshace.</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>Aceptar</translation>
    </message>
    <message>
        <source>The box is wrong (Backspace in the table). It is hidden and stays in the table as rejected. Again takes that back.</source>
        <translation>La caja es incorrecta (Retroceso en la tabla). Se oculta y queda en la tabla como rechazada. Pulsar otra vez lo deshace.</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Rechazar</translation>
    </message>
    <message>
        <source>Give the box your own name (F2 in the table). What was asked stays with it.</source>
        <translation>Dar a la caja un nombre propio (F2 en la tabla). Lo que se preguntó queda anotado.</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Renombrar</translation>
    </message>
    <message>
        <source>Unlock the box, to drag it or its handles in the views (Ctrl+E in the table); again locks it. What you change is kept with the box as yours, with before and after.</source>
        <translation>Desbloquear la caja, para arrastrarla o arrastrar sus asas en las vistas (Ctrl+E en la tabla); pulsar otra vez la bloquea. Lo que cambie se guarda con la caja como suyo, con el antes y el después.</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>Ajustar</translation>
    </message>
    <message>
        <source>Take the box out of the scene (Delete in the table). Undo last puts it back.</source>
        <translation>Quitar la caja de la escena (Supr en la tabla). Deshacer la devuelve.</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Quitar</translation>
    </message>
    <message>
        <source>Hide every other box of MISGround (Space in the table); again shows them.</source>
        <translation>Ocultar todas las demás cajas de MISGround (Espacio en la tabla); pulsar otra vez las muestra.</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>Solo esta</translation>
    </message>
    <message>
        <source>All that is known of the chosen row: the model's own words, what speaks for it, what MIS-SemSam changed, what you did (Ctrl+D in the table).</source>
        <translation>Todo lo que se sabe de la fila elegida: las palabras del propio modelo, lo que la apoya, lo que cambió MIS-SemSam, lo que hizo usted (Ctrl+D en la tabla).</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>Put the whole answer on the clipboard as text (Ctrl+C in the table).</source>
        <translation>Poner la respuesta entera en el portapapeles como texto (Ctrl+C en la tabla).</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Copiar</translation>
    </message>
    <message>
        <source>What is known of the chosen row. It can be selected and copied.</source>
        <translation>Lo que se sabe de la fila elegida. Se puede seleccionar y copiar.</translation>
    </message>
    <message>
        <source>Take back the last step (Ctrl+Z): the boxes of the last query go (a search on its way ends with them), boxes that were cleared or removed come back, or a change of a box is undone. Nothing else in the scene changes.</source>
        <translation>Retirar el último paso (Ctrl+Z): desaparecen las cajas de la última consulta (una búsqueda en curso termina con ellas), vuelven las cajas borradas o quitadas, o se deshace el cambio de una caja. Nada más cambia en la escena.</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Y).</source>
        <translation>Rehacer lo último que se deshizo (Ctrl+Y).</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Rehacer</translation>
    </message>
    <message>
        <source>Take every box that MISGround drew out of the scene. Undo last puts them back.</source>
        <translation>Quitar de la escena todas las cajas que dibujó MISGround. Deshacer las devuelve.</translation>
    </message>
    <message>
        <source>Clear boxes</source>
        <translation>Borrar</translation>
    </message>
    <message>
        <source>Write the last answer, or its boxes as a table, as JSON, as a DICOM report or as a page with pictures, to a folder.</source>
        <translation>Escribir en una carpeta la última respuesta, o sus cajas como tabla, como JSON, como informe DICOM o como página con imágenes.</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportar</translation>
    </message>
    <message>
        <source>Make a segment of the chosen row's box, for you to correct: what lies inside the box and has the grey values of its middle. It goes into a segmentation of MISGround's own; no segment of yours is changed.</source>
        <translation>Hacer de la caja de la fila elegida un segmento, para que usted lo corrija: lo que está dentro de la caja y tiene los valores de gris de su centro. Va a una segmentación propia de MISGround; ninguno de sus segmentos cambia.</translation>
    </message>
    <message>
        <source>Send to Segment Editor</source>
        <translation>Crear segmento</translation>
    </message>
    <message>
        <source>Open Crop Volume with the chosen row's box as its ROI and the searched volume as its input. You press Apply there.</source>
        <translation>Abrir Recortar volumen (Crop Volume) con la caja de la fila elegida como ROI y el volumen en el que se buscó como entrada. Allí pulse usted Aplicar.</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>Recortar</translation>
    </message>
    <message>
        <source>Prompt nnInteractive with the middle slice of the chosen row's box, as if you had drawn it there. It segments into a new segment of MISGround's own; no segment of yours is changed. Initialize nnInteractive first.</source>
        <translation>Dar a nnInteractive el corte central de la caja de la fila elegida, como si la hubiera dibujado allí. Segmenta en un segmento nuevo, propio de MISGround; ninguno de sus segmentos cambia. Inicialice antes nnInteractive.</translation>
    </message>
    <message>
        <source>What was asked in this scene; saved with it.</source>
        <translation>Lo que se preguntó en esta escena; se guarda con ella.</translation>
    </message>
    <message>
        <source>Earlier queries</source>
        <translation>Consultas anteriores</translation>
    </message>
    <message>
        <source>The latest first. A double click, or Enter, asks one again, of the volume and with the settings that are chosen now.</source>
        <translation>La más reciente primero. Un doble clic, o Intro, la repite con el volumen y los ajustes elegidos ahora.</translation>
    </message>
    <message>
        <source>Ask the chosen query again, of the volume and with the settings that are chosen now.</source>
        <translation>Repetir la consulta elegida con el volumen y los ajustes elegidos ahora.</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Preguntar otra vez</translation>
    </message>
    <message>
        <source>Asks several volumes of the scene what is typed above, one after the other, and compares two visits.</source>
        <translation>Pregunta a varios volúmenes de la escena, uno tras otro, por lo escrito arriba, y compara dos visitas.</translation>
    </message>
    <message>
        <source>Several volumes</source>
        <translation>Varios volúmenes</translation>
    </message>
    <message>
        <source>The volumes of the scene. Space checks one.</source>
        <translation>Los volúmenes de la escena. Espacio marca uno.</translation>
    </message>
    <message>
        <source>Search each checked volume for what is typed above. A volume that is answered is not asked again; the answers are saved with the scene.</source>
        <translation>Buscar en cada volumen marcado lo escrito arriba. A un volumen ya respondido no se le pregunta otra vez; las respuestas se guardan con la escena.</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>Preguntar a los marcados</translation>
    </message>
    <message>
        <source>Sizes and places of the boxes of two checked volumes, side by side. They are asked first where they were not.</source>
        <translation>Tamaños y lugares de las cajas de dos volúmenes marcados, lado a lado. Antes se les pregunta si aún no se hizo.</translation>
    </message>
    <message>
        <source>Compare two visits</source>
        <translation>Comparar dos visitas</translation>
    </message>
    <message>
        <source>Compare places after a rigid registration, whose quality is told; where it failed, nothing is compared. Unchecked: as the scene's transforms or the files say.</source>
        <translation>Comparar los lugares tras un registro rígido, cuya calidad se indica; si falló, no se compara nada. Sin marcar: según las transformaciones de la escena o los archivos.</translation>
    </message>
    <message>
        <source>register</source>
        <translation>registrar</translation>
    </message>
    <message>
        <source>Changes are the second visit's minus the first's: of size from left to right, from back to front and upwards; of the box; of the centre's place.</source>
        <translation>Los cambios son la segunda visita menos la primera: del tamaño de izquierda a derecha, de atrás adelante y hacia arriba; de la caja; del lugar del centro.</translation>
    </message>
    <message>
        <source>How the model chooses its words, where it runs, and how much it is asked.</source>
        <translation>Cómo elige el modelo sus palabras, dónde se ejecuta y cuánto se le pregunta.</translation>
    </message>
    <message>
        <source>Decoding and device</source>
        <translation>Decodificación y dispositivo</translation>
    </message>
    <message>
        <source>Decoding:</source>
        <translation>Decodificación:</translation>
    </message>
    <message>
        <source>semsam: MIS-SemSam, semantic sampling, steadies the words of an answer. greedy: always the most probable token. The others are controls to compare with: no-neighbours, shuffled and case-merge take from semantic sampling what gives it meaning.</source>
        <translation>semsam: MIS-SemSam, muestreo semántico, estabiliza las palabras de una respuesta. greedy: siempre el token más probable. Los demás sirven para comparar: no-neighbours, shuffled y case-merge quitan al muestreo semántico lo que le da sentido.</translation>
    </message>
    <message>
        <source>Mode:</source>
        <translation>Modo:</translation>
    </message>
    <message>
        <source>safe: numbers, brackets and the decision found or not found stay the model's own. paper: the rule acts on every token.</source>
        <translation>safe: los números, los corchetes y la decisión encontrado o no encontrado siguen siendo los del modelo. paper: la regla actúa sobre cada token.</translation>
    </message>
    <message>
        <source>Candidates (M):</source>
        <translation>Candidatos (M):</translation>
    </message>
    <message>
        <source>How many of the most probable tokens are considered at each step.</source>
        <translation>Cuántos de los tokens más probables se consideran en cada paso.</translation>
    </message>
    <message>
        <source>Nucleus (top-p):</source>
        <translation>Núcleo (top-p):</translation>
    </message>
    <message>
        <source>The candidates are cut to the fewest that hold this share of the probability.</source>
        <translation>Los candidatos se reducen al menor número que reúne esta parte de la probabilidad.</translation>
    </message>
    <message>
        <source>Neighbours (K):</source>
        <translation>Vecinos (K):</translation>
    </message>
    <message>
        <source>How many neighbours in meaning support a token, itself included. 1 is the same as greedy.</source>
        <translation>Cuántos vecinos en significado apoyan a un token, él mismo incluido. 1 equivale a greedy.</translation>
    </message>
    <message>
        <source>Draw at random:</source>
        <translation>Elegir al azar:</translation>
    </message>
    <message>
        <source>Draw the next token by its score with the seed below, in place of the best one. Off: the same question gives the same answer.</source>
        <translation>Elegir al azar el token siguiente, según su puntuación y con la semilla de abajo, en lugar del mejor. Desactivado: la misma pregunta da la misma respuesta.</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>Semilla:</translation>
    </message>
    <message>
        <source>Start of the random numbers; kept with every box, so that an answer can be repeated.</source>
        <translation>Inicio de los números aleatorios; se guarda con cada caja, para poder repetir una respuesta.</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>Dispositivo:</translation>
    </message>
    <message>
        <source>Where the model runs. auto takes the graphics card if there is one that fits (cuda, mps), else the processor.</source>
        <translation>Dónde se ejecuta el modelo. auto toma la tarjeta gráfica si hay una adecuada (cuda, mps); si no, el procesador.</translation>
    </message>
    <message>
        <source>Precision:</source>
        <translation>Precisión:</translation>
    </message>
    <message>
        <source>How the model's weights are held. auto: 16 or 32 bit, as the device computes. 8bit, 4bit: rounded to a half or a quarter of the memory, on a CUDA graphics card only; boxes can differ a little.</source>
        <translation>Cómo se guardan los pesos del modelo. auto: 16 o 32 bits, según calcule el dispositivo. 8bit, 4bit: redondeados a la mitad o a un cuarto de la memoria, solo en una tarjeta gráfica CUDA; las cajas pueden variar un poco.</translation>
    </message>
    <message>
        <source>Load even so:</source>
        <translation>Cargar aun así:</translation>
    </message>
    <message>
        <source>Load a model even where the estimate says that it needs more memory than is free. The computer can become very slow, or end the model's process. Not saved with the scene.</source>
        <translation>Cargar un modelo aunque, según la estimación, necesite más memoria de la que hay libre. El ordenador puede volverse muy lento, o terminar el proceso del modelo. No se guarda con la escena.</translation>
    </message>
    <message>
        <source>Allow download:</source>
        <translation>Permitir descarga:</translation>
    </message>
    <message>
        <source>Fetch a model typed by its Hugging Face id if it is not on this computer. Look at its size (often many gigabytes) and its licence on its page first. Images are never sent. Not saved with the scene.</source>
        <translation>Descargar un modelo escrito por su identificador de Hugging Face si no está en este ordenador. Mire antes en su página su tamaño (a menudo muchos gigabytes) y su licencia. Nunca se envían imágenes. No se guarda con la escena.</translation>
    </message>
    <message>
        <source>Most questions:</source>
        <translation>Máx. preguntas:</translation>
    </message>
    <message>
        <source>Of a whole volume: where the search stops with what is known by then, all targets together. 0: as many questions as it takes.</source>
        <translation>De un volumen entero: dónde se detiene la búsqueda con lo que se sepa entonces, todos los objetivos juntos. 0: tantas preguntas como hagan falta.</translation>
    </message>
    <message>
        <source>Box format:</source>
        <translation>Formato de caja:</translation>
    </message>
    <message>
        <source>How the model writes its boxes. automatic: as is known of the model. Choose another only for a model that was trained to write them otherwise than its family: a box that is read in the wrong format lies elsewhere.</source>
        <translation>Cómo escribe el modelo sus cajas. automatic: según lo que se sabe del modelo. Elija otro solo para un modelo entrenado para escribirlas de otro modo que su familia: una caja leída en el formato equivocado queda en otro lugar.</translation>
    </message>
    <message>
        <source>Audit file:</source>
        <translation>Auditoría:</translation>
    </message>
    <message>
        <source>A file that gets a line for each answer and for each box that you accept or reject: time, model, the volume's UID or a hash of it, query, answer. No pixel, no name. Empty: no audit. Kept on this computer, not with the scene.</source>
        <translation>Un archivo que recibe una línea por cada respuesta y por cada caja que usted acepte o rechace: hora, modelo, el UID del volumen o un hash de él, consulta, respuesta. Ningún píxel, ningún nombre. Vacío: sin auditoría. Se guarda en este ordenador, no con la escena.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ninguno</translation>
    </message>
    <message>
        <source>Choose the audit file. Lines are added to its end.</source>
        <translation>Elegir el archivo de auditoría. Las líneas se añaden al final.</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>Elegir...</translation>
    </message>
    <message>
        <source>Describe structures:</source>
        <translation>Describir:</translation>
    </message>
    <message>
        <source>Tell the model what a structure looks like too: its shape, its density in CT or its intensity in MR, its usual place. For models that read free text; misground-mini knows structures by name only. Whether it helps a model is not known: misground bench run --describe measures it.</source>
        <translation>Decir también al modelo cómo es una estructura: su forma, su densidad en TC o su intensidad en RM, su lugar habitual. Para modelos que leen texto libre; misground-mini conoce las estructuras solo por su nombre. No se sabe si ayuda a un modelo: misground bench run --describe lo mide.</translation>
    </message>
    <message>
        <source>Asks the chosen model about a small fixed set of drawn pictures whose truth is known, and counts what is right.</source>
        <translation>Pregunta al modelo elegido por un pequeño conjunto fijo de imágenes dibujadas cuya respuesta correcta se conoce, y cuenta los aciertos.</translation>
    </message>
    <message>
        <source>How far can I trust this model?</source>
        <translation>¿Hasta dónde puedo fiarme del modelo?</translation>
    </message>
    <message>
        <source>About 50 questions to the model chosen above, in its own process; Slicer stays usable. The scene is not touched. For labelled scans of your own there is the command misground bench.</source>
        <translation>Unas 50 preguntas al modelo elegido arriba, en su propio proceso; Slicer sigue utilizable. La escena no se toca. Para estudios propios etiquetados existe la orden misground bench.</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Comprobar el modelo</translation>
    </message>
    <message>
        <source>What was measured, with its 95 % interval; what a guess of the usual place gets; of how many questions. Each row says more.</source>
        <translation>Lo que se midió, con su intervalo del 95 %; lo que se logra a ciegas, suponiendo el lugar habitual; el número de preguntas. Cada fila dice más.</translation>
    </message>
    <message>
        <source>For research use only. Not for clinical use.</source>
        <translation>Solo para investigación. No para uso clínico.</translation>
    </message>
    <message>
        <source>Type what you look for, one target a line, and press Ctrl+Enter: a vision-language model on this computer answers with labelled boxes, in the whole volume or on the slice shown. Left and right are the patient's. For research use only. Not for clinical use.</source>
        <translation>Escriba lo que busca, un objetivo por línea, y pulse Ctrl+Intro: un modelo de visión y lenguaje en este ordenador responde con cajas etiquetadas, en el volumen entero o en el corte mostrado. Izquierda y derecha son las del paciente. Solo para investigación. No para uso clínico.</translation>
    </message>
    <message>
        <source>MISGround stands on 3D Slicer, PyTorch and Hugging Face Transformers. Its embedded model, misground-mini, was trained by the project on pictures that the project itself makes.</source>
        <translation>MISGround se basa en 3D Slicer, PyTorch y Hugging Face Transformers. Su modelo incluido, misground-mini, fue entrenado por el proyecto con imágenes que genera el propio proyecto.</translation>
    </message>
</context>
<context>
    <name>ModelManager</name>
    <message>
        <source>MISGround: models</source>
        <translation>MISGround: modelos</translation>
    </message>
    <message>
        <source>Every model that can be asked. Choose a row to read what it is good for, and what can be done with it.</source>
        <translation>Todos los modelos a los que se puede preguntar. Elija una fila para leer para qué sirve un modelo y qué se puede hacer con él.</translation>
    </message>
    <message>
        <source>The Hugging Face id (owner/name) to look up: the chosen row's, or any other.</source>
        <translation>El identificador de Hugging Face (propietario/nombre) que consultar: el de la fila elegida, u otro.</translation>
    </message>
    <message>
        <source>owner/name on Hugging Face</source>
        <translation>propietario/nombre en Hugging Face</translation>
    </message>
    <message>
        <source>Ask Hugging Face for the model's size and licence. Its name goes there, nothing else; nothing is downloaded yet.</source>
        <translation>Preguntar a Hugging Face por el tamaño y la licencia del modelo. Su nombre va allí, nada más; todavía no se descarga nada.</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Consultar</translation>
    </message>
    <message>
        <source>The download can begin once you agree to its size and its licence.</source>
        <translation>La descarga puede empezar cuando acepte el tamaño y la licencia.</translation>
    </message>
    <message>
        <source>How much of the model is on this computer.</source>
        <translation>Qué parte del modelo está en este ordenador.</translation>
    </message>
    <message>
        <source>Ask this model from now on.</source>
        <translation>Preguntar desde ahora a este modelo.</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Download the model, or go on where a download was broken off. Each file is checked. Slicer stays usable; Cancel keeps what came.</source>
        <translation>Descargar el modelo, o seguir una descarga interrumpida. Se comprueba cada archivo. Slicer sigue utilizable; Cancelar conserva lo recibido.</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Remove a download with its files. A folder of your own is only taken off the list.</source>
        <translation>Quitar un modelo descargado con sus archivos. Una carpeta propia solo se quita de la lista.</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>Quitar...</translation>
    </message>
    <message>
        <source>List the folder of a model on this computer (config.json and *.safetensors). It is not changed.</source>
        <translation>Añadir a la lista la carpeta de un modelo en este ordenador (config.json y *.safetensors). No se modifica.</translation>
    </message>
    <message>
        <source>Add folder...</source>
        <translation>Añadir...</translation>
    </message>
    <message>
        <source>Open the folder that the downloads lie in.</source>
        <translation>Abrir la carpeta donde están las descargas.</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Abrir carpeta</translation>
    </message>
</context>
<context>
    <name>panel.answer_actions</name>
    <message>
        <source>Choose a row to read what is known of it.</source>
        <translation>Elija una fila para leer lo que se sabe de ella.</translation>
    </message>
    <message>
        <source>A box that follows a sequence cannot be changed here: it is another one at each item.</source>
        <translation>Una caja que sigue una secuencia no se puede cambiar aquí: es otra en cada elemento.</translation>
    </message>
    <message>
        <source>Accepted: {name}.</source>
        <translation>Aceptada: {name}.</translation>
    </message>
    <message>
        <source>Rejected, and hidden: {name}.</source>
        <translation>Rechazada y oculta: {name}.</translation>
    </message>
    <message>
        <source>Neither accepted nor rejected any more: {name}.</source>
        <translation>Ya no está aceptada ni rechazada: {name}.</translation>
    </message>
    <message>
        <source>{before} is called {name} now.</source>
        <translation>{before} se llama ahora {name}.</translation>
    </message>
    <message>
        <source>The box is locked again.</source>
        <translation>La caja está bloqueada de nuevo.</translation>
    </message>
    <message>
        <source>Drag {name} or its handles in a view. Adjust again locks it.</source>
        <translation>Arrastre {name} o sus asas en una vista. Ajustar otra vez la bloquea.</translation>
    </message>
    <message>
        <source>Removed: {name}. Undo last puts it back.</source>
        <translation>Quitada: {name}. Deshacer la devuelve.</translation>
    </message>
    <message>
        <source>All boxes are shown again.</source>
        <translation>Todas las cajas se muestran de nuevo.</translation>
    </message>
    <message>
        <source>Shown alone: {name}.</source>
        <translation>Se muestra sola: {name}.</translation>
    </message>
    <message>
        <source>There is no answer to copy yet. Ask for something first.</source>
        <translation>Aún no hay respuesta que copiar. Pregunte primero.</translation>
    </message>
    <message>
        <source>The answer is on the clipboard.</source>
        <translation>La respuesta está en el portapapeles.</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene: {count}.</source>
        <translation>Cajas quitadas de la escena: {count}.</translation>
    </message>
    <message>
        <source>There is no box of MISGround in the scene.</source>
        <translation>No hay ninguna caja de MISGround en la escena.</translation>
    </message>
</context>
<context>
    <name>panel.answer_text</name>
    <message>
        <source>Asked: {query}, on the {plane} slice at {position}.</source>
        <translation>Preguntado: {query}, en el corte {plane} situado en {position}.</translation>
    </message>
    <message>
        <source>The model's box: {size} mm, its middle (RAS) at {middle} mm.</source>
        <translation>La caja del modelo: {size} mm, su centro (RAS) en {middle} mm.</translation>
    </message>
    <message>
        <source>The model's own point (RAS): {place} mm.</source>
        <translation>El punto que dio el propio modelo (RAS): {place} mm.</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>El modelo escribió: {answer}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nada</translation>
    </message>
    <message>
        <source>Asked: {query}, of the whole volume.</source>
        <translation>Preguntado: {query}, en el volumen entero.</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}, {count} preguntas.</translation>
    </message>
    <message>
        <source>found</source>
        <translation>encontrado</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>ausente</translation>
    </message>
    <message>
        <source>nothing that can be used</source>
        <translation>nada utilizable</translation>
    </message>
    <message>
        <source>nothing to see</source>
        <translation>nada que ver</translation>
    </message>
    <message>
        <source>{plane} {place}: {answer}, {score}</source>
        <translation>{plane} {place}: {answer}, {score}</translation>
    </message>
    <message>
        <source>... and {count} slices more.</source>
        <translation>... y {count} cortes más.</translation>
    </message>
    <message>
        <source>Called {name} by its reader.</source>
        <translation>Llamada {name} por su lector.</translation>
    </message>
    <message>
        <source>{time}: adjusted by the reader, from {before} to {after}.</source>
        <translation>{time}: ajustada por el lector, de {before} a {after}.</translation>
    </message>
    <message>
        <source>{time}: renamed by the reader from {before}.</source>
        <translation>{time}: renombrada por el lector, antes {before}.</translation>
    </message>
    <message>
        <source>{time}: accepted by the reader.</source>
        <translation>{time}: aceptada por el lector.</translation>
    </message>
    <message>
        <source>{time}: rejected by the reader.</source>
        <translation>{time}: rechazada por el lector.</translation>
    </message>
    <message>
        <source>{time}: opened again by the reader.</source>
        <translation>{time}: el lector retiró su juicio.</translation>
    </message>
    <message>
        <source>{size} mm at (RAS) {middle}</source>
        <translation>{size} mm en (RAS) {middle}</translation>
    </message>
    <message>
        <source>Decoding: {name}.</source>
        <translation>Decodificación: {name}.</translation>
    </message>
    <message>
        <source>Decoding: {name}; of {steps} tokens {rescored} were weighed with their neighbours, {changed} changed.</source>
        <translation>Decodificación: {name}; de {steps} tokens, {rescored} se ponderaron con sus vecinos, {changed} cambiaron.</translation>
    </message>
    <message>
        <source>Token {step}: {before} became {after}.</source>
        <translation>Token {step}: {before} pasó a ser {after}.</translation>
    </message>
    <message>
        <source>... and {count} changes more.</source>
        <translation>... y {count} cambios más.</translation>
    </message>
    <message>
        <source>By {model}, revision {revision}, {time}.</source>
        <translation>De {model}, revisión {revision}, {time}.</translation>
    </message>
</context>
<context>
    <name>panel.answers</name>
    <message>
        <source>These rows answer an earlier query: {queries}</source>
        <translation>Estas filas responden a una consulta anterior: {queries}</translation>
    </message>
    <message>
        <source>The rows below are the answer for {volume}.</source>
        <translation>Las filas de abajo son la respuesta para {volume}.</translation>
    </message>
    <message>
        <source>The volume of the box is no longer in the scene. Load it again, and ask again.</source>
        <translation>El volumen de la caja ya no está en la escena. Cárguelo de nuevo y vuelva a preguntar.</translation>
    </message>
    <message>
        <source>Choose the row of a box that is in the scene; then press the button again.</source>
        <translation>Elija la fila de una caja que esté en la escena; luego pulse de nuevo el botón.</translation>
    </message>
</context>
<context>
    <name>panel.audit_choice</name>
    <message>
        <source>File for the audit</source>
        <translation>Archivo para la auditoría</translation>
    </message>
    <message>
        <source>Lines of JSON (*.jsonl)</source>
        <translation>Líneas JSON (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>panel.display</name>
    <message>
        <source>Asking: {queries}</source>
        <translation>Preguntando: {queries}</translation>
    </message>
    <message>
        <source>Starting the model's process</source>
        <translation>Iniciando el proceso del modelo</translation>
    </message>
    <message>
        <source>Asking the server</source>
        <translation>Preguntando al servidor</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>Cargando el modelo</translation>
    </message>
    <message>
        <source>Preparing the semantic neighbours</source>
        <translation>Preparando los vecinos semánticos</translation>
    </message>
    <message>
        <source>Reading the slice</source>
        <translation>Leyendo el corte</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>Respondiendo</translation>
    </message>
    <message>
        <source>{stage}: {detail}</source>
        <translation>{stage}: {detail}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}: {query}</source>
        <translation>Respondiendo {number} de {count}: {query}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}</source>
        <translation>Respondiendo {number} de {count}</translation>
    </message>
    <message>
        <source>Find the targets on the slice shown (Ctrl+Enter).</source>
        <translation>Encontrar los objetivos en el corte mostrado (Ctrl+Intro).</translation>
    </message>
    <message>
        <source>Find the targets in the whole volume (Ctrl+Enter).</source>
        <translation>Encontrar los objetivos en el volumen entero (Ctrl+Intro).</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>Localizar</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>Cancelando...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Stop the model (Esc). The scene stays as it is.</source>
        <translation>Detener el modelo (Esc). La escena queda como está.</translation>
    </message>
    <message>
        <source>{found} of {count} found on the {slice}, in {seconds} s.</source>
        <translation>{found} de {count} encontrados ({slice}), en {seconds} s.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) on the {slice}, in {seconds} s.</source>
        <translation>{found} de {count} encontrados (dudosos: {unsure}; {slice}), en {seconds} s.</translation>
    </message>
    <message>
        <source>The model saw it as {modality}, {window}.</source>
        <translation>El modelo lo vio como {modality}, {window}.</translation>
    </message>
    <message>
        <source>The model saw it with {window}.</source>
        <translation>El modelo lo vio con {window}.</translation>
    </message>
    <message>
        <source>{query}: not found on the {slice}.</source>
        <translation>{query}: no encontrado ({slice}).</translation>
    </message>
    <message>
        <source>{plane} slice at {position}</source>
        <translation>corte {plane} en {position}</translation>
    </message>
    <message>
        <source>{message} Answers kept from before it: {count}.</source>
        <translation>{message} Respuestas anteriores conservadas: {count}.</translation>
    </message>
    <message>
        <source>The answer is in the table, but its boxes could not be drawn: {error}</source>
        <translation>La respuesta está en la tabla, pero sus cajas no se pudieron dibujar: {error}</translation>
    </message>
    <message>
        <source>Boxes of the last query taken back: {count}.</source>
        <translation>Cajas de la última consulta retiradas: {count}.</translation>
    </message>
    <message>
        <source>Cleared boxes put back: {count}.</source>
        <translation>Cajas borradas devueltas: {count}.</translation>
    </message>
    <message>
        <source>The removed box is put back.</source>
        <translation>La caja quitada ha vuelto.</translation>
    </message>
    <message>
        <source>The box is back where it was.</source>
        <translation>La caja ha vuelto a su lugar.</translation>
    </message>
    <message>
        <source>The box has its former name again.</source>
        <translation>La caja tiene de nuevo su nombre anterior.</translation>
    </message>
    <message>
        <source>What was said of the box is taken back.</source>
        <translation>Se retiró el juicio sobre la caja.</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>No hay nada que deshacer.</translation>
    </message>
    <message>
        <source>There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out.</source>
        <translation>No hay nada que deshacer: las cajas de la escena no son de esta sesión. Borrar las quita.</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>No hay nada que rehacer.</translation>
    </message>
    <message>
        <source>Boxes of the query drawn again: {count}.</source>
        <translation>Cajas de la consulta dibujadas de nuevo: {count}.</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene again: {count}.</source>
        <translation>Cajas quitadas de nuevo de la escena: {count}.</translation>
    </message>
    <message>
        <source>The box is removed again.</source>
        <translation>La caja se ha quitado de nuevo.</translation>
    </message>
    <message>
        <source>The box is again where you put it.</source>
        <translation>La caja está de nuevo donde usted la puso.</translation>
    </message>
    <message>
        <source>The box has your name again.</source>
        <translation>La caja tiene de nuevo el nombre que usted le dio.</translation>
    </message>
    <message>
        <source>What was said of the box is said again.</source>
        <translation>Se restableció el juicio sobre la caja.</translation>
    </message>
    <message>
        <source>Written: result.json and boxes.mrk.json in {folder}</source>
        <translation>Escrito: result.json y boxes.mrk.json en {folder}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are in result.json only: {count}.</source>
        <translation>Las cajas que ya no están en la escena figuran solo en result.json: {count}.</translation>
    </message>
    <message>
        <source>{query} → {label}</source>
        <translation>{query} → {label}</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudoso</translation>
    </message>
    <message>
        <source>found</source>
        <translation>encontrado</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>este modelo no lo conoce</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>respuesta no utilizable</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>no encontrado</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Click to bring the views there.</source>
        <translation>Dudoso: la puntuación es baja, compruébelo usted mismo. Un clic lleva allí las vistas.</translation>
    </message>
    <message>
        <source>Found. Click to bring the views there.</source>
        <translation>Encontrado. Un clic lleva allí las vistas.</translation>
    </message>
    <message>
        <source>The model says that this is not on the slice that was asked.</source>
        <translation>El modelo dice que esto no está en el corte preguntado.</translation>
    </message>
    <message>
        <source>* MIS-SemSam chose another word than the model's first choice {count} times.</source>
        <translation>* MIS-SemSam eligió {count} veces otra palabra que la primera opción del modelo.</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>El modelo escribió: {answer}</translation>
    </message>
</context>
<context>
    <name>panel.export_menu</name>
    <message>
        <source>Answer and boxes (result.json, boxes.mrk.json)...</source>
        <translation>Respuesta y cajas (result.json, boxes.mrk.json)...</translation>
    </message>
    <message>
        <source>Table of the boxes (CSV)...</source>
        <translation>Tabla de las cajas (CSV)...</translation>
    </message>
    <message>
        <source>Boxes in RAS, LPS and voxels (JSON)...</source>
        <translation>Cajas en RAS, LPS y vóxeles (JSON)...</translation>
    </message>
    <message>
        <source>DICOM structured report (TID 1500)...</source>
        <translation>Informe estructurado DICOM (TID 1500)...</translation>
    </message>
    <message>
        <source>Page with pictures (HTML)...</source>
        <translation>Página con imágenes (HTML)...</translation>
    </message>
    <message>
        <source>Folder for {file}</source>
        <translation>Carpeta para {file}</translation>
    </message>
    <message>
        <source>The answer could not be written: {error}</source>
        <translation>La respuesta no se pudo escribir: {error}</translation>
    </message>
    <message>
        <source>Written: {file} in {folder}</source>
        <translation>Escrito: {file} en {folder}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are left out: {count}.</source>
        <translation>Las cajas que ya no están en la escena se omiten: {count}.</translation>
    </message>
</context>
<context>
    <name>panel.handover</name>
    <message>
        <source>Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.</source>
        <translation>Segmento {name} creado en {node}: lo que dentro de la caja tiene valores de gris de {low} a {high}. Corríjalo.</translation>
    </message>
    <message>
        <source>This Slicer has no module Crop Volume.</source>
        <translation>Este Slicer no tiene el módulo Crop Volume.</translation>
    </message>
    <message>
        <source>Crop Volume has {volume} as its input and the box {box} as its ROI: press Apply there.</source>
        <translation>Recortar volumen (Crop Volume) tiene {volume} como entrada y la caja {box} como ROI: pulse allí Aplicar.</translation>
    </message>
    <message>
        <source>This Slicer has no extension nnInteractive. Install it with the Extensions Manager.</source>
        <translation>Este Slicer no tiene la extensión nnInteractive. Instálela con el gestor de extensiones.</translation>
    </message>
    <message>
        <source>This version of nnInteractive takes no box from another module. Draw the box there.</source>
        <translation>Esta versión de nnInteractive no admite una caja de otro módulo. Dibuje allí la caja.</translation>
    </message>
    <message>
        <source>nnInteractive has not been initialized. Press Initialize there, come back, and press the button again.</source>
        <translation>nnInteractive no se ha inicializado. Pulse allí Initialize, vuelva y pulse el botón otra vez.</translation>
    </message>
    <message>
        <source>nnInteractive did not take the box: {error}</source>
        <translation>nnInteractive no admitió la caja: {error}</translation>
    </message>
    <message>
        <source>The middle slice of the box went to nnInteractive as a prompt, for segment {name} in {node}.</source>
        <translation>El corte central de la caja se dio a nnInteractive, para el segmento {name} en {node}.</translation>
    </message>
</context>
<context>
    <name>panel.known_list</name>
    <message>
        <source>This model takes any words. The names that MISGround reads in five languages: {shown}.</source>
        <translation>Este modelo admite cualquier palabra. Los nombres que MISGround lee en cinco idiomas: {shown}.</translation>
    </message>
    <message>
        <source>{shown} of the {count} structures that this model knows.</source>
        <translation>{shown} de las {count} estructuras que este modelo conoce.</translation>
    </message>
</context>
<context>
    <name>panel.model_manager</name>
    <message>
        <source>Will not fit: it needs about {need}, and {free} are free on {card}. Choose 4bit or 8bit under Decoding and device, or a smaller model.</source>
        <translation>No cabe: necesita unos {need}, y hay {free} libres en {card}. Elija 4bit u 8bit en Decodificación y dispositivo, o un modelo más pequeño.</translation>
    </message>
    <message>
        <source>Will not fit: it needs about {need} of memory, and {free} are free. Close other programs or choose a smaller model.</source>
        <translation>No cabe: necesita unos {need} de memoria, y hay {free} libres. Cierre otros programas o elija un modelo más pequeño.</translation>
    </message>
    <message>
        <source>Needs about {need}; {free} are free on {card}.</source>
        <translation>Necesita unos {need}; {free} libres en {card}.</translation>
    </message>
    <message>
        <source>Needs about {need} of memory; {free} are free.</source>
        <translation>Necesita unos {need} de memoria; {free} libres.</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>Carpeta de un modelo</translation>
    </message>
    <message>
        <source>The download stopped: {error}</source>
        <translation>La descarga se detuvo: {error}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Tamaño</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>Licencia</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>with MISGround</source>
        <translation>incluido</translation>
    </message>
    <message>
        <source>downloaded</source>
        <translation>descargado</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>en parte</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>propio</translation>
    </message>
    <message>
        <source>Asking Hugging Face.</source>
        <translation>Preguntando a Hugging Face.</translation>
    </message>
    <message>
        <source>The download begins.</source>
        <translation>La descarga empieza.</translation>
    </message>
    <message>
        <source>The download could not be started: {error}</source>
        <translation>La descarga no pudo empezar: {error}</translation>
    </message>
    <message>
        <source>{done} of {total}: {file}</source>
        <translation>{done} de {total}: {file}</translation>
    </message>
    <message>
        <source>Cancelled. What came is kept: Download goes on from there.</source>
        <translation>Cancelado. Lo recibido se conserva: Descargar sigue desde ahí.</translation>
    </message>
    <message>
        <source>The model is here: {folder}</source>
        <translation>El modelo está aquí: {folder}</translation>
    </message>
    <message>
        <source>through the system's proxy {proxy}</source>
        <translation>por el proxy del sistema {proxy}</translation>
    </message>
    <message>
        <source>without a proxy</source>
        <translation>sin proxy</translation>
    </message>
    <message>
        <source>{size} in {count} files, licence {licence} ({terms}), to {folder}, {way}.</source>
        <translation>{size} en {count} archivos, licencia {licence} ({terms}), destino {folder}, {way}.</translation>
    </message>
    <message>
        <source>{offer} Its terms must be accepted on its page first.</source>
        <translation>{offer} Antes hay que aceptar sus condiciones en su página.</translation>
    </message>
    <message>
        <source>Download {size} under the licence {licence}</source>
        <translation>Descargar {size} bajo la licencia {licence}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Cancelar</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>Descargar</translation>
    </message>
    <message>
        <source>Boxes as {name} writes them.</source>
        <translation>Cajas como las escribe {name}.</translation>
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
        <translation>Memoria: {needs}; 8 y 4 bits solo en una tarjeta CUDA. Libre en este ordenador: {free}.</translation>
    </message>
    <message>
        <source>{model} is asked from now on.</source>
        <translation>Desde ahora se pregunta a {model}.</translation>
    </message>
    <message>
        <source>Remove {model} from this computer?</source>
        <translation>¿Quitar {model} de este ordenador?</translation>
    </message>
    <message>
        <source>{model} is listed.</source>
        <translation>{model} está en la lista.</translation>
    </message>
    <message>
        <source>{folder} could not be made: {error}</source>
        <translation>{folder} no se pudo crear: {error}</translation>
    </message>
</context>
<context>
    <name>panel.model_section</name>
    <message>
        <source>{model} (embedded)</source>
        <translation>{model} (incluido)</translation>
    </message>
    <message>
        <source>Type the server's address like this: server:http://127.0.0.1:8000</source>
        <translation>Escriba la dirección del servidor así: server:http://127.0.0.1:8000</translation>
    </message>
    <message>
        <source>Answers come from the server {address}.</source>
        <translation>Las respuestas vienen del servidor {address}.</translation>
    </message>
    <message>
        <source>Answers come from the server {address}, another computer: slices and queries go there.</source>
        <translation>Las respuestas vienen del servidor {address}, otro ordenador: allí van cortes y consultas.</translation>
    </message>
    <message>
        <source>The server {address} is another computer: slices and queries would go there.</source>
        <translation>El servidor {address} es otro ordenador: allí irían cortes y consultas.</translation>
    </message>
    <message>
        <source>The check stopped: {error}</source>
        <translation>La comprobación se detuvo: {error}</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Medido</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modelo</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>IC 95 %</translation>
    </message>
    <message>
        <source>Guess</source>
        <translation>A ciegas</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>N.º</translation>
    </message>
    <message>
        <source>The check could not be started: {error}</source>
        <translation>La comprobación no pudo empezar: {error}</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>Cancelar la comprobación</translation>
    </message>
    <message>
        <source>The model is loading.</source>
        <translation>El modelo se está cargando.</translation>
    </message>
    <message>
        <source>{percent} % asked.</source>
        <translation>{percent} % preguntado.</translation>
    </message>
    <message>
        <source>Cancelled. The table holds what was answered before.</source>
        <translation>Cancelado. La tabla contiene lo que se respondió antes.</translation>
    </message>
    <message>
        <source>Cancelled before the first answer.</source>
        <translation>Cancelado antes de la primera respuesta.</translation>
    </message>
    <message>
        <source>{name}, revision {revision}</source>
        <translation>{name}, revisión {revision}</translation>
    </message>
    <message>
        <source>{model}, {decoding}. {count} pictures of made-up bodies: a first look, not a clinical measure. Guess: always the usual place.</source>
        <translation>{model}, {decoding}. {count} imágenes de cuerpos simulados: un primer vistazo, no una medida clínica. A ciegas: siempre el lugar habitual.</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>Comprobar el modelo</translation>
    </message>
    <message>
        <source>The installed PyTorch {version} does not fit: {needed} is needed. Open the module PyTorch Utils, uninstall PyTorch, restart Slicer and press Ground again.</source>
        <translation>El PyTorch {version} instalado no sirve: se necesita {needed}. Abra el módulo PyTorch Utils, desinstale PyTorch, reinicie Slicer y pulse Localizar otra vez.</translation>
    </message>
    <message>
        <source>PyTorch was not installed. Press Ground to be asked again.</source>
        <translation>PyTorch no se instaló. Pulse Localizar para que se le pregunte otra vez.</translation>
    </message>
    <message>
        <source>These Python packages are missing: {packages}. Install them and press Ground again.</source>
        <translation>Faltan estos paquetes de Python: {packages}. Instálelos y pulse Localizar otra vez.</translation>
    </message>
    <message>
        <source>PyTorch is missing. Install the extension named PyTorch with the Extensions Manager, restart Slicer and press Ground again.</source>
        <translation>Falta PyTorch. Instale la extensión llamada PyTorch con el gestor de extensiones, reinicie Slicer y pulse Localizar otra vez.</translation>
    </message>
    <message>
        <source>PyTorch could not be installed: {error}</source>
        <translation>PyTorch no se pudo instalar: {error}</translation>
    </message>
    <message>
        <source>MISGround needs these Python packages: {packages}. Install them now?</source>
        <translation>MISGround necesita estos paquetes de Python: {packages}. ¿Instalarlos ahora?</translation>
    </message>
    <message>
        <source>The Python packages could not be installed: {error}. Press Ground to try again.</source>
        <translation>Los paquetes de Python no se pudieron instalar: {error}. Pulse Localizar para intentarlo otra vez.</translation>
    </message>
    <message>
        <source>The installed transformers cannot read pictures without torchvision. Update it to 5.4 or later and press Ground again.</source>
        <translation>El transformers instalado no puede leer imágenes sin torchvision. Actualícelo a 5.4 o posterior y pulse Localizar otra vez.</translation>
    </message>
</context>
<context>
    <name>panel.parameters</name>
    <message>
        <source>whole volume</source>
        <translation>volumen entero</translation>
    </message>
    <message>
        <source>this slice</source>
        <translation>este corte</translation>
    </message>
</context>
<context>
    <name>panel.query_history</name>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}</source>
        <translation>{time} {queries}: {found} de {count} en {volume}</translation>
    </message>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}, whole volume</source>
        <translation>{time} {queries}: {found} de {count} en {volume}, volumen entero</translation>
    </message>
    <message>
        <source>{line}, {time}, by {model}</source>
        <translation>{line}, {time}, de {model}</translation>
    </message>
</context>
<context>
    <name>panel.results_table</name>
    <message>
        <source>removed</source>
        <translation>quitada</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>aceptada</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>rechazada</translation>
    </message>
    <message>
        <source>unsure, adjusted</source>
        <translation>dudosa, ajustada</translation>
    </message>
    <message>
        <source>adjusted</source>
        <translation>ajustada</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Objetivo</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>Resultado</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Puntuación</translation>
    </message>
</context>
<context>
    <name>panel.runner</name>
    <message>
        <source>memory ran out. Close other data or programs.</source>
        <translation>faltó memoria. Cierre otros datos o programas.</translation>
    </message>
    <message>
        <source>A slice is asked at the item shown alone: give scope="volume" for every item.</source>
        <translation>Un corte se pregunta solo en el elemento mostrado: indique scope="volume" para cada elemento.</translation>
    </message>
    <message>
        <source>The volume left the scene while the model answered, so nothing was drawn. Ask again.</source>
        <translation>El volumen salió de la escena mientras el modelo respondía; no se dibujó nada. Pregunte otra vez.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>La ejecución se canceló.</translation>
    </message>
    <message>
        <source>{path} could not be written. Free some space or choose another folder.</source>
        <translation>{path} no se pudo escribir. Libere espacio o elija otra carpeta.</translation>
    </message>
</context>
<context>
    <name>panel.slice_views</name>
    <message>
        <source>There is no slice view named {name}. Choose another view.</source>
        <translation>No hay ninguna vista de corte llamada {name}. Elija otra vista.</translation>
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
        <translation>No hay ningún volumen marcado. Marque uno o más en la lista.</translation>
    </message>
    <message>
        <source>It left the scene.</source>
        <translation>Salió de la escena.</translation>
    </message>
    <message>
        <source>Unexpected: {error}</source>
        <translation>Inesperado: {error}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}</source>
        <translation>Volumen {number} de {count}, {name}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}: question {asked} of about {all}</source>
        <translation>Volumen {number} de {count}, {name}: pregunta {asked} de unas {all}</translation>
    </message>
    <message>
        <source>{done} asked, {skipped} answered before, {failed} not answered, of {count} volumes.</source>
        <translation>{done} preguntados, {skipped} ya respondidos, {failed} sin respuesta, de {count} volúmenes.</translation>
    </message>
    <message>
        <source>Stopped: {said} What is answered stays, and is not asked again.</source>
        <translation>Detenido: {said} Lo respondido queda, y no se pregunta otra vez.</translation>
    </message>
    <message>
        <source>Of a sequence the item shown is asked alone in a study.</source>
        <translation>De una secuencia solo se pregunta aquí al elemento mostrado.</translation>
    </message>
</context>
<context>
    <name>panel.study_section</name>
    <message>
        <source>The study stopped: {error}</source>
        <translation>El estudio se detuvo: {error}</translation>
    </message>
    <message>
        <source>Several volumes are being asked. Wait, or stop that under Several volumes.</source>
        <translation>Se está preguntando a varios volúmenes. Espere, o deténgalo en Varios volúmenes.</translation>
    </message>
    <message>
        <source>A query is on its way. Wait for it, or stop it with Esc.</source>
        <translation>Hay una consulta en curso. Espere, o deténgala con Esc.</translation>
    </message>
    <message>
        <source>Check two volumes: the first visit stands above the second in the list.</source>
        <translation>Marque dos volúmenes: la primera visita está encima de la segunda en la lista.</translation>
    </message>
    <message>
        <source>The study could not be started: {error}</source>
        <translation>El estudio no pudo empezar: {error}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Detener</translation>
    </message>
    <message>
        <source>The registration was stopped: nothing was compared.</source>
        <translation>El registro se detuvo: no se comparó nada.</translation>
    </message>
    <message>
        <source>The volumes could not be compared: {error}</source>
        <translation>Los volúmenes no se pudieron comparar: {error}</translation>
    </message>
    <message>
        <source>Registering the volumes: {percent} %</source>
        <translation>Registrando los volúmenes: {percent} %</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Objetivo</translation>
    </message>
    <message>
        <source>Size change</source>
        <translation>Δ tamaño</translation>
    </message>
    <message>
        <source>Box change</source>
        <translation>Δ caja</translation>
    </message>
    <message>
        <source>Centre moved</source>
        <translation>Δ centro</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>Primera visita</translation>
    </message>
    <message>
        <source>Second visit</source>
        <translation>Segunda visita</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>Preguntar a los marcados</translation>
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
        <translation>{found} de {count} encontrados ({where}), en {seconds} s y {questions} preguntas.</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) in {where}, in {seconds} s and {questions} questions.</source>
        <translation>{found} de {count} encontrados (dudosos: {unsure}; {where}), en {seconds} s y {questions} preguntas.</translation>
    </message>
    <message>
        <source>the volume</source>
        <translation>volumen</translation>
    </message>
    <message>
        <source>{items} items of the sequence</source>
        <translation>{items} elementos de la secuencia</translation>
    </message>
    <message>
        <source>the volume at {item}</source>
        <translation>volumen en {item}</translation>
    </message>
    <message>
        <source>{summary} It stopped at its limit of questions.</source>
        <translation>{summary} Se detuvo en su límite de preguntas.</translation>
    </message>
    <message>
        <source>{before} Kept what was known by then: {found} of {count} found after {questions} questions.</source>
        <translation>{before} Se conservó lo sabido hasta entonces: {found} de {count} encontrados tras {questions} preguntas.</translation>
    </message>
    <message>
        <source>The search was stopped, and its boxes were taken back: {count}.</source>
        <translation>La búsqueda se detuvo, y sus cajas se retiraron: {count}.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>Cancelado. No se dibujó nada.</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>Cancelado.</translation>
    </message>
    <message>
        <source>Looking: {plane} {place}, question {number} of about {count}</source>
        <translation>Buscando: {plane} {place}, pregunta {number} de unas {count}</translation>
    </message>
    <message>
        <source>Item {item}. {progress}</source>
        <translation>Elemento {item}. {progress}</translation>
    </message>
    <message>
        <source>{progress}, {time} left</source>
        <translation>{progress}, faltan {time}</translation>
    </message>
    <message>
        <source>{found} of {count} found so far</source>
        <translation>{found} de {count} encontrados hasta ahora</translation>
    </message>
    <message>
        <source>Stop the search (Esc). What is known by then stays.</source>
        <translation>Detener la búsqueda (Esc). Lo que se sepa entonces queda.</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>un segundo</translation>
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
        <translation>Unas {count} preguntas a este modelo. Cuánto tarda aquí una no se sabe antes de la primera búsqueda: para probar, fije abajo un límite de preguntas.</translation>
    </message>
    <message>
        <source>About {count} questions to this model, in about {time}.</source>
        <translation>Unas {count} preguntas a este modelo, en aproximadamente {time}.</translation>
    </message>
    <message>
        <source>{label} found from S {high} to {low} mm</source>
        <translation>{label} encontrado de S {high} a {low} mm</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>este modelo no lo conoce</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>dudoso</translation>
    </message>
    <message>
        <source>found</source>
        <translation>encontrado</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>buscando</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>respuesta no utilizable</translation>
    </message>
    <message>
        <source>not in this volume</source>
        <translation>no está en este volumen</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>no encontrado hasta ahora</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}, {count} preguntas.</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Choose the row to bring the views there.</source>
        <translation>Dudoso: la puntuación es baja, compruébelo usted mismo. Elegir la fila lleva allí las vistas.</translation>
    </message>
    <message>
        <source>Choose the row to bring the views there.</source>
        <translation>Elegir la fila lleva allí las vistas.</translation>
    </message>
</context>
<context>
    <name>panel.widget</name>
    <message>
        <source>The model's answer could not be read: {error}</source>
        <translation>La respuesta del modelo no se pudo leer: {error}</translation>
    </message>
    <message>
        <source>The query could not be started: {error}</source>
        <translation>La consulta no pudo empezar: {error}</translation>
    </message>
    <message>
        <source>A search of the volume is on its way. Check the model when it is done.</source>
        <translation>Hay una búsqueda del volumen en curso. Compruebe el modelo cuando termine.</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>Cancelado. No se dibujó nada.</translation>
    </message>
    <message>
        <source>The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.</source>
        <translation>El volumen salió de la escena, por lo que se detuvo la consulta. Su texto se conserva: elija un volumen y pregunte otra vez.</translation>
    </message>
</context>
<context>
    <name>MISGroundLib</name>
    <message>
        <source>Comes with MISGround: known structures by name, on any computer, in well under a second; no free text.</source>
        <translation>Viene con MISGround: estructuras conocidas por su nombre, en cualquier ordenador, en mucho menos de un segundo; sin texto libre.</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 8 GB or on a CPU; general pictures, not trained for medicine.</source>
        <translation>Cajas de texto libre en una tarjeta de 8 GB o en el procesador; imágenes generales, no entrenado para medicina.</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 16 GB, in 8 bit on 10 GB; general pictures, not trained for medicine.</source>
        <translation>Cajas de texto libre en una tarjeta de 16 GB, en 8 bits con 10 GB; imágenes generales, no entrenado para medicina.</translation>
    </message>
    <message>
        <source>Boxes of free text and questions in words on a card of 24 GB, in 4 bit on less; not trained for medicine.</source>
        <translation>Cajas de texto libre y preguntas en palabras en una tarjeta de 24 GB, en 4 bits con menos; no entrenado para medicina.</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it. Research use only.</source>
        <translation>La generación anterior a Qwen3-VL; de ella se hicieron muchos modelos médicos. Solo para investigación.</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it.</source>
        <translation>La generación anterior a Qwen3-VL; de ella se hicieron muchos modelos médicos.</translation>
    </message>
    <message>
        <source>Made for medicine: questions in words about CT, MR and X-rays; boxes only on chest X-rays. Its makers' terms forbid clinical use.</source>
        <translation>Hecho para medicina: preguntas en palabras sobre TC, RM y radiografías; cajas solo en radiografías de tórax. Las condiciones de sus autores prohíben el uso clínico.</translation>
    </message>
    <message>
        <source>unknown decoding {value!r}: choose semsam, greedy, no-neighbours, shuffled or case-merge</source>
        <translation>decodificación desconocida {value!r}: elija semsam, greedy, no-neighbours, shuffled o case-merge</translation>
    </message>
    <message>
        <source>unknown SemSam mode {value!r}: choose safe or paper</source>
        <translation>modo de SemSam desconocido {value!r}: elija safe o paper</translation>
    </message>
    <message>
        <source>top_m is {value}: give 1 or more candidates</source>
        <translation>top_m es {value}: indique 1 o más candidatos</translation>
    </message>
    <message>
        <source>top_p is {value}: give a number above 0 and up to 1</source>
        <translation>top_p es {value}: indique un número mayor que 0 y como máximo 1</translation>
    </message>
    <message>
        <source>k is {value}: give 1 or more neighbours (1 equals greedy)</source>
        <translation>k es {value}: indique 1 o más vecinos (1 equivale a greedy)</translation>
    </message>
    <message>
        <source>unknown option {value!r} of the graph: choose from mutual, no-hubs, merge-variants, no-contrasts</source>
        <translation>opción desconocida {value!r} del grafo: elija entre mutual, no-hubs, merge-variants y no-contrasts</translation>
    </message>
    <message>
        <source>together is {value}: give 1 or more questions a batch</source>
        <translation>together es {value}: indique 1 o más preguntas por lote</translation>
    </message>
    <message>
        <source>window is {value!r}: give 'automatic' or 'as displayed'</source>
        <translation>window es {value!r}: indique 'automatic' o 'as displayed'</translation>
    </message>
    <message>
        <source>scope is {value!r}: give slice or volume</source>
        <translation>scope es {value!r}: indique slice o volume</translation>
    </message>
    <message>
        <source>budget is {value}: give the most questions to ask, or 0 for as many as it takes</source>
        <translation>budget es {value}: indique el máximo de preguntas, o 0 para tantas como hagan falta</translation>
    </message>
    <message>
        <source>unknown box format {value!r}: choose automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava or medvision-v0</source>
        <translation>formato de caja desconocido {value!r}: elija automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava o medvision-v0</translation>
    </message>
    <message>
        <source>items is {value!r}: give shown or every</source>
        <translation>items es {value!r}: indique shown o every</translation>
    </message>
    <message>
        <source>unknown precision {value!r}: choose auto, 8bit or 4bit</source>
        <translation>precisión desconocida {value!r}: elija auto, 8bit o 4bit</translation>
    </message>
    <message>
        <source>There is no query. Type what to look for, one target a line, for example: left kidney</source>
        <translation>No hay ninguna consulta. Escriba qué buscar, un objetivo por línea, por ejemplo: riñón izquierdo</translation>
    </message>
    <message>
        <source>A query has {count} characters and the most is {maximum_query_length}. Name one target a line, in a few words.</source>
        <translation>Una consulta tiene {count} caracteres y el máximo es {maximum_query_length}. Nombre un objetivo por línea, en pocas palabras.</translation>
    </message>
    <message>
        <source>There are {count} queries and the most at once is {maximum_queries}. Ask them in parts.</source>
        <translation>Hay {count} consultas y el máximo a la vez es {maximum_queries}. Pregunte por partes.</translation>
    </message>
    <message>
        <source>The audit file {path} cannot be written: {reason}. Choose another file, or none.</source>
        <translation>El archivo de auditoría {path} no se puede escribir: {reason}. Elija otro archivo, o ninguno.</translation>
    </message>
    <message>
        <source>{query}: {model} draws one box round all of them, so that they cannot be counted. Ask for {target}, or choose a model that lists its boxes, and ask on a slice.</source>
        <translation>{query}: {model} dibuja una sola caja alrededor de todos, de modo que no se pueden contar. Pida {target}, o elija un modelo que enumere sus cajas y pregunte en un corte.</translation>
    </message>
    <message>
        <source>{query}: a search of a volume draws one box for each target, so that nothing can be counted. Ask on a slice.</source>
        <translation>{query}: una búsqueda en un volumen dibuja una caja por objetivo, de modo que no se puede contar nada. Pregunte en un corte.</translation>
    </message>
    <message>
        <source>The Python package {package} is missing or cannot be used ({error}). Install MISGround's Python packages (see README), then ask again.</source>
        <translation>El paquete de Python {package} falta o no se puede usar ({error}). Instale los paquetes de Python de MISGround (véase README) y pregunte otra vez.</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>La tarjeta gráfica se quedó sin memoria. Elija un modelo más pequeño o el dispositivo cpu, o cierre otros programas, y pregunte otra vez.</translation>
    </message>
    <message>
        <source>The computer ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>El ordenador se quedó sin memoria. Elija un modelo más pequeño o el dispositivo cpu, o cierre otros programas, y pregunte otra vez.</translation>
    </message>
    <message>
        <source>The graphics card reported an error ({first_line}). The next query starts the model afresh; if it happens again, choose the device cpu.</source>
        <translation>La tarjeta gráfica dio un error ({first_line}). La próxima consulta inicia el modelo de nuevo; si vuelve a ocurrir, elija el dispositivo cpu.</translation>
    </message>
    <message>
        <source>The model failed ({name}: {first_line}). Ask again; if it happens again, choose another model.</source>
        <translation>El modelo falló ({name}: {first_line}). Pregunte otra vez; si vuelve a ocurrir, elija otro modelo.</translation>
    </message>
    <message>
        <source>There is no question to ask. Type what to look for.</source>
        <translation>No hay ninguna pregunta que hacer. Escriba qué buscar.</translation>
    </message>
    <message>
        <source>The model is still answering. Wait for it, or cancel first.</source>
        <translation>El modelo aún está respondiendo. Espere, o cancele antes.</translation>
    </message>
    <message>
        <source>The slice's picture did not reach the model. Ask again.</source>
        <translation>La imagen del corte no llegó al modelo. Pregunte otra vez.</translation>
    </message>
    <message>
        <source>The server's address cannot be read ({error}). Give one like this: for example http://127.0.0.1:8000.</source>
        <translation>La dirección del servidor no se puede leer ({error}). Escríbala así: por ejemplo http://127.0.0.1:8000.</translation>
    </message>
    <message>
        <source>The server's address holds a user's name or password. Give the address alone, for example http://127.0.0.1:8000; a key goes into the environment variable MISGROUND_SERVER_KEY.</source>
        <translation>La dirección del servidor contiene un nombre de usuario o una contraseña. Escriba solo la dirección, por ejemplo http://127.0.0.1:8000; una clave va en la variable de entorno MISGROUND_SERVER_KEY.</translation>
    </message>
    <message>
        <source>{text!r} is no address of a server. Give http://, its name and its port, for example http://127.0.0.1:8000.</source>
        <translation>{text!r} no es la dirección de un servidor. Escriba http://, su nombre y su puerto, por ejemplo http://127.0.0.1:8000.</translation>
    </message>
    <message>
        <source>The server {address} is another computer, and pictures stay on this one unless you say otherwise. If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server on the command line; else choose a server on 127.0.0.1.</source>
        <translation>El servidor {address} es otro ordenador, y las imágenes no salen de este si usted no lo permite. Si pueden ir allí, marque «Las imágenes pueden salir de aquí» en el panel, o use --allow-remote-server en la línea de órdenes; si no, elija un servidor en 127.0.0.1.</translation>
    </message>
    <message>
        <source>The key in MISGROUND_SERVER_KEY holds letters that no server takes. Copy it again.</source>
        <translation>La clave de MISGROUND_SERVER_KEY contiene caracteres que ningún servidor acepta. Cópiela otra vez.</translation>
    </message>
    <message>
        <source>What {where} serves cannot be read. See that it is a vLLM server's.</source>
        <translation>No se puede leer qué modelos ofrece {where}. Compruebe que es un servidor vLLM.</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, not {wanted!r}. Choose it by its name there: {example}</source>
        <translation>El servidor {where} ofrece {names}, no {wanted!r}. Elija el modelo por el nombre que tiene allí: {example}</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, and none was chosen. Choose it by its name there: {example}</source>
        <translation>El servidor {where} ofrece {names}, y no se eligió ninguno. Elija el modelo por el nombre que tiene allí: {example}</translation>
    </message>
    <message>
        <source>The server {address} has no MIS-SemSam. Start it with the command that `misground serve-args` prints, or choose the decoding greedy.</source>
        <translation>El servidor {address} no tiene MIS-SemSam. Inícielo con la orden que muestra `misground serve-args`, o elija la decodificación greedy.</translation>
    </message>
    <message>
        <source>The server {address} answered in an unknown way: {why}. See that it is a vLLM server.</source>
        <translation>El servidor {address} respondió de un modo desconocido: {why}. Compruebe que es un servidor vLLM.</translation>
    </message>
    <message>
        <source>The server {where} did not answer within {seconds:g} s. See that it is running and not overloaded, then ask again.</source>
        <translation>El servidor {where} no respondió en {seconds:g} s. Compruebe que está en marcha y no sobrecargado, y pregunte otra vez.</translation>
    </message>
    <message>
        <source>No server answers at {where} ({short}). Start it (`misground serve-args` prints the command), wait until it is ready, and ask again; or choose another model.</source>
        <translation>Ningún servidor responde en {where} ({short}). Inícielo (`misground serve-args` muestra la orden), espere a que esté listo y pregunte otra vez; o elija otro modelo.</translation>
    </message>
    <message>
        <source>The server {where} sends us on to {elsewhere}, where MISGround does not follow. Give the address that answers itself.</source>
        <translation>El servidor {where} nos remite a {elsewhere}, adonde MISGround no lo sigue. Indique la dirección del servidor que responde directamente.</translation>
    </message>
    <message>
        <source>The server {where} wants a key ({status}). Put it into the environment variable MISGROUND_SERVER_KEY, start again, and ask again.</source>
        <translation>El servidor {where} pide una clave ({status}). Póngala en la variable de entorno MISGROUND_SERVER_KEY, reinicie y pregunte otra vez.</translation>
    </message>
    <message>
        <source>The server {where} refused the question{status}: {words}</source>
        <translation>El servidor {where} rechazó la pregunta{status}: {words}</translation>
    </message>
    <message>
        <source>The server {address} closed the connection in the middle of an answer. See that it is still running, then ask again.</source>
        <translation>El servidor {address} cerró la conexión en medio de una respuesta. Compruebe que sigue en marcha y pregunte otra vez.</translation>
    </message>
    <message>
        <source>What the server {address} answered is not of the OpenAI interface ({short}). See that the address is a vLLM server's.</source>
        <translation>Lo que respondió el servidor {address} no corresponde a la interfaz de OpenAI ({short}). Compruebe que la dirección es la de un servidor vLLM.</translation>
    </message>
    <message>
        <source>The decoding {decoding_name} is a control that no server offers. Choose semsam or greedy, or a model on this computer.</source>
        <translation>La decodificación {decoding_name} es un control que ningún servidor ofrece. Elija semsam o greedy, o un modelo en este ordenador.</translation>
    </message>
    <message>
        <source>Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground serve-args --neighbours --graph`). Leave them as they are ({k}, none), or choose a model on this computer.</source>
        <translation>Los vecinos (K) y las opciones del grafo de vecinos se eligen al iniciar un servidor (`misground serve-args --neighbours --graph`). Déjelos como están ({k}, ninguna), o elija un modelo en este ordenador.</translation>
    </message>
    <message>
        <source>A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model on this computer.</source>
        <translation>Un servidor con MIS-SemSam toma siempre el mejor token. No le pida que elija al azar, o elija un modelo en este ordenador.</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>La ejecución se canceló.</translation>
    </message>
    <message>
        <source>{count} slices cannot be asked about at once: give 2 to {most}.</source>
        <translation>No se puede preguntar por {count} cortes a la vez: indique de 2 a {most}.</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are of one scan and plane: give such slices.</source>
        <translation>Los cortes por los que se pregunta a la vez son de un mismo estudio y plano: indique cortes así.</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are parallel and of one size: give such slices.</source>
        <translation>Los cortes por los que se pregunta a la vez son paralelos y del mismo tamaño: indique cortes así.</translation>
    </message>
    <message>
        <source>The sequence holds no image. Choose another volume.</source>
        <translation>La secuencia no contiene ninguna imagen. Elija otro volumen.</translation>
    </message>
    <message>
        <source>There is nothing to see: each slice that was looked at has one grey value everywhere, or is too thin. Choose another volume, or the window "as displayed".</source>
        <translation>No hay nada que ver: cada corte examinado tiene un mismo valor de gris en todas partes, o es demasiado delgado. Elija otro volumen, o la ventana "as displayed".</translation>
    </message>
    <message>
        <source>A path is empty. Give the path of a file or a folder.</source>
        <translation>Una ruta está vacía. Indique la ruta de un archivo o de una carpeta.</translation>
    </message>
    <message>
        <source>The path {text} holds a zero character. Check it.</source>
        <translation>La ruta {text} contiene un carácter nulo. Compruébela.</translation>
    </message>
    <message>
        <source>The path {text} is no name that this system's files can have. Check it.</source>
        <translation>La ruta {text} no es un nombre que puedan tener los archivos de este sistema. Compruébela.</translation>
    </message>
    <message>
        <source>The folder {source} is empty: it holds no DICOM series. Give another.</source>
        <translation>La carpeta {source} está vacía: no contiene ninguna serie DICOM. Indique otra.</translation>
    </message>
    <message>
        <source>{source} cannot be read: it is empty (0 bytes). Copy it again from where it came.</source>
        <translation>{source} no se puede leer: está vacío (0 bytes). Cópielo de nuevo desde su origen.</translation>
    </message>
    <message>
        <source>{source} is {kind}{value}. Give a file or a folder.</source>
        <translation>{source} no sirve: {kind}{value}. Indique un archivo o una carpeta.</translation>
    </message>
    <message>
        <source>{link} Give another file.</source>
        <translation>{link} Indique otro archivo.</translation>
    </message>
    <message>
        <source>{file} is a folder. Give the name of a file to write.</source>
        <translation>{file} es una carpeta. Indique el nombre de un archivo en el que escribir.</translation>
    </message>
    <message>
        <source>Another run is writing to {folder}. Wait for it, or give another folder.</source>
        <translation>Otra ejecución está escribiendo en {folder}. Espere a que termine, o indique otra carpeta.</translation>
    </message>
    <message>
        <source>{link} Fetch it with `git annex get`.</source>
        <translation>{link} Obténgalo con `git annex get`.</translation>
    </message>
    <message>
        <source>{link} Check where it should lead.</source>
        <translation>{link} Compruebe adónde debería llevar.</translation>
    </message>
    <message>
        <source>There is no file or folder {path}. Check the path.</source>
        <translation>No existe ningún archivo ni carpeta {path}. Compruebe la ruta.</translation>
    </message>
    <message>
        <source>{path} may not be read by you. Ask for the permission, or copy it to a folder of your own.</source>
        <translation>No tiene permiso para leer {path}. Pida el permiso, o cópielo a una carpeta propia.</translation>
    </message>
    <message>
        <source>The path {path} is longer than the system allows. Give a shorter one.</source>
        <translation>La ruta {path} es más larga de lo que permite el sistema. Indique una más corta.</translation>
    </message>
    <message>
        <source>{path} lies below a link that leads back to itself. Mend the link, or give another path.</source>
        <translation>{path} está bajo un enlace que vuelve a sí mismo. Corrija el enlace, o indique otra ruta.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk that it is on.</source>
        <translation>{path} no se puede abrir: {reason}. Compruebe el disco en que está.</translation>
    </message>
    <message>
        <source>{link} Give another folder for the answers.</source>
        <translation>{link} Indique otra carpeta para las respuestas.</translation>
    </message>
    <message>
        <source>{path} is a file. Give another folder for the answers.</source>
        <translation>{path} es un archivo. Indique otra carpeta para las respuestas.</translation>
    </message>
    <message>
        <source>{path} lies below the file {file}. Give another folder for the answers.</source>
        <translation>{path} está por debajo del archivo {file}. Indique otra carpeta para las respuestas.</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Give another folder for the answers.</source>
        <translation>No se puede escribir en {path}: {reason}. Indique otra carpeta para las respuestas.</translation>
    </message>
    <message>
        <source>{there} is a folder where a file is to be written. Move it away.</source>
        <translation>{there} es una carpeta donde debe escribirse un archivo. Muévala a otro lugar.</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>{path} no se pudo escribir: {reason}. Libere espacio o elija otra carpeta.</translation>
    </message>
    <message>
        <source>The volume holds no number: every voxel is NaN or infinite. Choose another volume.</source>
        <translation>El volumen no contiene ningún número: todos los vóxeles son NaN o infinitos. Elija otro volumen.</translation>
    </message>
    <message>
        <source>There is no model {name} here or in the catalogue. `misground models list` lists them.</source>
        <translation>No hay ningún modelo {name} aquí ni en el catálogo. `misground models list` los muestra.</translation>
    </message>
    <message>
        <source>There is no folder {own}. Give the folder that holds config.json and the weights.</source>
        <translation>No existe la carpeta {own}. Indique la carpeta que contiene config.json y los pesos.</translation>
    </message>
    <message>
        <source>{id} comes with MISGround and stays. Remove another model.</source>
        <translation>{id} viene con MISGround y no se quita. Quite otro modelo.</translation>
    </message>
    <message>
        <source>{id} is not on this computer: there is nothing to remove.</source>
        <translation>{id} no está en este ordenador: no hay nada que quitar.</translation>
    </message>
    <message>
        <source>{folder} could not be removed whole ({reason}). Close what uses it, and try again.</source>
        <translation>{folder} no se pudo quitar por completo ({reason}). Cierre lo que la usa e inténtelo otra vez.</translation>
    </message>
    <message>
        <source>The download could not be started ({reason}).</source>
        <translation>La descarga no pudo empezar ({reason}).</translation>
    </message>
    <message>
        <source>{model!r} is no Hugging Face id. Give OWNER/NAME, for example Qwen/Qwen3-VL-4B-Instruct.</source>
        <translation>{model!r} no es un identificador de Hugging Face. Escriba OWNER/NAME, por ejemplo Qwen/Qwen3-VL-4B-Instruct.</translation>
    </message>
    <message>
        <source>{endpoint} answered about {model} in words that cannot be read. Try later.</source>
        <translation>Lo que {endpoint} respondió sobre {model} no se puede leer. Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>{endpoint} gives no commit of {model}, so that its files cannot be held to it. Try later.</source>
        <translation>{endpoint} no indica ningún commit de {model}, y así no se pueden comprobar sus archivos. Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>{model} holds no config.json with safetensors weights. Choose another model.</source>
        <translation>{model} no contiene config.json con pesos safetensors. Elija otro modelo.</translation>
    </message>
    <message>
        <source>{id} needs {gigabytes} more in {folder}, and {free} are free on that disk. Free some space, or choose another folder for models.</source>
        <translation>{id} necesita {gigabytes} más en {folder}, y hay {free} libres en ese disco. Libere espacio, o elija otra carpeta para los modelos.</translation>
    </message>
    <message>
        <source>The connection was lost while {file_name} of {id} came ({error}). What came is kept: start the download again to go on.</source>
        <translation>Se perdió la conexión mientras llegaba {file_name} de {id} ({error}). Lo recibido se conserva: inicie la descarga otra vez para seguir.</translation>
    </message>
    <message>
        <source>{part} could not be written ({reason}). Free some space, or choose another folder.</source>
        <translation>{part} no se pudo escribir ({reason}). Libere espacio, o elija otra carpeta.</translation>
    </message>
    <message>
        <source>{file_name} of {id} did not come as the hub lists it: its checksum differs. Try again later, or check what the proxy does with downloads.</source>
        <translation>{file_name} de {id} no llegó como consta en el hub: su suma de comprobación es distinta. Inténtelo más tarde, o compruebe qué hace el proxy con las descargas.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached through the proxy {proxy} ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>No se puede acceder a {endpoint} por el proxy {proxy} ({error}). Compruebe la conexión, o copie aquí la carpeta del modelo y añádala.</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>No se puede acceder a {endpoint} ({error}). Compruebe la conexión, o copie aquí la carpeta del modelo y añádala.</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms, or there is no such model. Accept them on {endpoint}/{model} and log in (`hf auth login`, or HF_TOKEN), or choose another model.</source>
        <translation>{model} es solo para quienes aceptaron sus condiciones, o no existe tal modelo. Acéptelas en {endpoint}/{model} e inicie sesión (`hf auth login`, o HF_TOKEN), o elija otro modelo.</translation>
    </message>
    <message>
        <source>Hugging Face knows no model {model}. Check the spelling.</source>
        <translation>Hugging Face no conoce ningún modelo {model}. Compruebe cómo está escrito.</translation>
    </message>
    <message>
        <source>The proxy {proxy} wants a user and password. Put them into the proxy's settings.</source>
        <translation>El proxy {proxy} pide usuario y contraseña. Póngalos en los ajustes del proxy.</translation>
    </message>
    <message>
        <source>{endpoint} answered {status} for {model}. Try again later.</source>
        <translation>{endpoint} respondió {status} para {model}. Inténtelo más tarde.</translation>
    </message>
    <message>
        <source>{what} gives a slice the width of {width:.2g} mm, which no patient has: its lengths seem to be in another unit than mm, such as metres. Export the series again from the scanner or the archive.</source>
        <translation>{what} da a un corte la anchura de {width:.2g} mm, que ningún paciente tiene: sus longitudes parecen estar en otra unidad que mm, como metros. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{what} holds {kind} ({modality}), and no slices of a volume. Give a CT, an MR or another scan of slices.</source>
        <translation>{what} contiene {kind} ({modality}), y no cortes de un volumen. Indique una TC, una RM u otro estudio de cortes.</translation>
    </message>
    <message>
        <source>{path} holds pixels of {allocated} bits ({stored} used). MISGround reads 8, 16 and 32.</source>
        <translation>{path} contiene píxeles de {allocated} bits ({stored} usados). MISGround lee los de 8, 16 y 32.</translation>
    </message>
    <message>
        <source>{frame_name} has no usable rescale slope and intercept ({rescale:g}, {rescale_2:g}), so its grey values are not known. Export the series again. (In {parent}.)</source>
        <translation>{frame_name} no tiene pendiente ni intercepto de reescala utilizables ({rescale:g}, {rescale_2:g}), por lo que sus valores de gris no se conocen. Exporte la serie otra vez. (En {parent}.)</translation>
    </message>
    <message>
        <source>{count} of {count_2} slices have no rescale slope and intercept, the first {without_name}, and the others have: their grey values do not go together. Export the series again. (In {parent}.)</source>
        <translation>{count} de {count_2} cortes no tienen pendiente ni intercepto de reescala, el primero {without_name}, y los demás sí: sus valores de gris no son comparables. Exporte la serie otra vez. (En {parent}.)</translation>
    </message>
    <message>
        <source>{path} holds no pixels. Give the folder that the scanner or the archive exported.</source>
        <translation>{path} no contiene píxeles. Indique la carpeta que exportó el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{path} is cut off: {present} of the {needed} bytes of its pixels are there. Copy it again from where it came.</source>
        <translation>{path} está cortado: de los {needed} bytes de sus píxeles hay {present}. Cópielo otra vez desde su origen.</translation>
    </message>
    <message>
        <source>{path} says that it holds {frames} frames of {columns} x {rows} pixels, more than {size} bytes can hold: its header is wrong. Copy it again from where it came.</source>
        <translation>{path} dice contener {frames} cuadros de {columns} x {rows} píxeles, más de lo que cabe en {size} bytes: su cabecera es errónea. Cópielo otra vez desde su origen.</translation>
    </message>
    <message>
        <source>The pixels of {path} cannot be decoded ({name}; {reason}). Copy the file again, or export the series uncompressed.</source>
        <translation>Los píxeles de {path} no se pueden decodificar ({name}; {reason}). Copie el archivo otra vez, o exporte la serie sin comprimir.</translation>
    </message>
    <message>
        <source>Some slices of the series are stored with white as high values and some with white as low ones (MONOCHROME1). Export the series again. (In {parent}.)</source>
        <translation>Algunos cortes de la serie están guardados con el blanco como valor alto y otros con el blanco como valor bajo (MONOCHROME1). Exporte la serie otra vez. (En {parent}.)</translation>
    </message>
    <message>
        <source>{what} holds two or more different slices at the same position at {count} of {count_2} places ({named}), and nothing in their headers, such as a time or an echo, tells which belong together. Give a folder with each slice once.</source>
        <translation>{what}: hay dos o más cortes distintos en la misma posición en {count} de {count_2} lugares ({named}), y nada en sus cabeceras, como un tiempo o un eco, indica cuáles van juntos. Indique una carpeta con cada corte una sola vez.</translation>
    </message>
    <message>
        <source>{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation and position contradict each other. Export the series again from the scanner or the archive.</source>
        <translation>{what}: las posiciones de los cortes están separadas {spread:.0f} mm dentro del plano de los cortes: orientación y posición se contradicen. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{what} holds {count} slices at the same position, as a time series of one slice does. Choose a series with slices at several positions.</source>
        <translation>{what}: hay {count} cortes en la misma posición, como en una serie temporal de un solo corte. Elija una serie con cortes en varias posiciones.</translation>
    </message>
    <message>
        <source>{what} holds slices that lie beside each other in one plane, as several stacks do ({named}). Give a folder with the slices of one stack.</source>
        <translation>{what}: hay cortes uno al lado del otro en un mismo plano, como los de varias pilas ({named}). Indique una carpeta con los cortes de una sola pila.</translation>
    </message>
    <message>
        <source>There is no box and no point, and a DICOM SR (TID 1500) needs one. Export a page or JSON instead.</source>
        <translation>No hay ninguna caja ni ningún punto, y un DICOM SR (TID 1500) necesita al menos uno. Exporte en su lugar una página o JSON.</translation>
    </message>
    <message>
        <source>A DICOM SR needs the package highdicom, which is not installed. In Slicer's Python console: pip_install('highdicom'); else: pip install 'misground[export]'.</source>
        <translation>Un DICOM SR necesita el paquete highdicom, que no está instalado. En la consola de Python de Slicer: pip_install('highdicom'); si no: pip install 'misground[export]'.</translation>
    </message>
    <message>
        <source>{error} Or choose another series (--series): {listed}.</source>
        <translation>{error} O elija otra serie (--series): {listed}.</translation>
    </message>
    <message>
        <source>{place} is a DICOMDIR, a table of contents. Give the folder it lies in, with the scan's DICOM files.</source>
        <translation>{place} es un DICOMDIR, un índice. Indique la carpeta que lo contiene, con los archivos DICOM del estudio.</translation>
    </message>
    <message>
        <source>{said}. Copy the file again from where it came.</source>
        <translation>{said}. Copie el archivo otra vez desde su origen.</translation>
    </message>
    <message>
        <source>{place} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, or a NIfTI or NRRD file.</source>
        <translation>{place} no contiene ninguna serie DICOM con imágenes. Indique la carpeta que contiene los propios archivos DICOM, o un archivo NIfTI o NRRD.</translation>
    </message>
    <message>
        <source>{place} holds no pictures: the {count} DICOM objects in it, such as {path_name}, have no pixels. Export the series again with its images.</source>
        <translation>{place} no contiene imágenes: los {count} objetos DICOM que hay allí, como {path_name}, no tienen píxeles. Exporte la serie otra vez con sus imágenes.</translation>
    </message>
    <message>
        <source>{place} holds no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} no contiene ningún estudio, sino {objects}. Indique la serie a la que pertenece, como carpeta de cortes.</translation>
    </message>
    <message>
        <source>{place} is no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} no es un estudio, sino {objects}. Indique la serie a la que pertenece, como carpeta de cortes.</translation>
    </message>
    <message>
        <source>{count} series in {place} are called {wanted!r}: {listed}. Name one by its UID.</source>
        <translation>{count} series de {place} se llaman {wanted!r}: {listed}. Indique una por su UID.</translation>
    </message>
    <message>
        <source>No series in {place} has the number, UID or description {wanted!r}. There are: {listed}.</source>
        <translation>Ninguna serie de {place} tiene el número, el UID o la descripción {wanted!r}. Hay estas: {listed}.</translation>
    </message>
    <message>
        <source>{place} holds scans of two or more patients: {places} and {places_2} are not of the same one. Give the folder of one patient, or choose a series by its UID.</source>
        <translation>{place} contiene estudios de dos o más pacientes: {places} y {places_2} no son del mismo. Indique la carpeta de un solo paciente, o elija una serie por su UID.</translation>
    </message>
    <message>
        <source>{what} holds colour pictures. MISGround reads grey values: choose another series.</source>
        <translation>{what} contiene imágenes en color. MISGround lee valores de gris: elija otra serie.</translation>
    </message>
    <message>
        <source>{path} {problem}. Copy it again from where it came.</source>
        <translation>{path} {problem}. Cópielo otra vez desde su origen.</translation>
    </message>
    <message>
        <source>{name} did not come from DICOM, so that it lacks what a DICOM SR refers to: the UIDs of study, series, images and frame of reference, and the patient's data. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} no procede de DICOM y le falta aquello a lo que remite un DICOM SR: los UID de estudio, serie, imágenes y marco de referencia, y los datos del paciente. Exporte las cajas como .mrk.json, CSV, JSON o una página.</translation>
    </message>
    <message>
        <source>The DICOM files of {name} are not at {place} any more. Say where they are (--dicom on the command line), or put them back.</source>
        <translation>Los archivos DICOM de {name} ya no están en {place}. Indique dónde están (--dicom en la línea de órdenes), o devuélvalos allí.</translation>
    </message>
    <message>
        <source>{name} does not lie where its DICOM series does (a corner is {apart:.1f} mm away): it was moved, cut or resampled, so that boxes in it would be wrong in a DICOM SR. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} no está donde está su serie DICOM (una esquina está a {apart:.1f} mm): se movió, recortó o remuestreó, y sus cajas serían erróneas en un DICOM SR. Exporte las cajas como .mrk.json, CSV, JSON o una página.</translation>
    </message>
    <message>
        <source>The DICOM series of {name} lacks its {lacking}: no DICOM SR can refer to it.</source>
        <translation>A la serie DICOM de {name} le falta: {lacking}. Ningún DICOM SR puede remitir a ella.</translation>
    </message>
    <message>
        <source>{what} has one slice only. Give the folder with all slices of the series.</source>
        <translation>{what} tiene un solo corte. Indique la carpeta con todos los cortes de la serie.</translation>
    </message>
    <message>
        <source>{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. Convert it with dcm2niix and give one volume of the result.</source>
        <translation>{what} es un mosaico: cada archivo contiene los cortes de un volumen entero como teselas de una imagen. Conviértalo con dcm2niix e indique un volumen del resultado.</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no slice has a usable {name}, so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} no indica dónde están sus cortes: ningún corte tiene un valor utilizable de {name}, y las cajas no tendrían lugar en el paciente. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no usable {name} in {count} of {count_2} slices ({named}), so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} no indica dónde están sus cortes: falta un valor utilizable de {name} en {count} de {count_2} cortes ({named}), y las cajas no tendrían lugar en el paciente. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{what}: the orientation (Image Orientation Patient) of {frame_name} is not two directions at right angles. Export the series again from the scanner or the archive.</source>
        <translation>{what}: la orientación (Image Orientation Patient) de {frame_name} no son dos direcciones en ángulo recto. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} orientations ({named} and {other_slices}), which are no one volume. Give a folder with the slices of one orientation, or choose another series.</source>
        <translation>{what} contiene cortes de {count} orientaciones ({named} y {other_slices}), que no forman un volumen. Indique una carpeta con los cortes de una sola orientación, o elija otra serie.</translation>
    </message>
    <message>
        <source>{what} holds slices of different matrix sizes: {count} of {first} x {first_2} pixels and {count_2} of {second} x {second_2} ({named}). Give a folder with the slices of one size.</source>
        <translation>{what} contiene cortes de distinto tamaño de matriz: {count} de {first} x {first_2} píxeles y {count_2} de {second} x {second_2} ({named}). Indique una carpeta con los cortes de un solo tamaño.</translation>
    </message>
    <message>
        <source>{what} holds slices of different pixel spacing: {usual:g} x {usual_2:g} mm, and {pixel_size:g} x {pixel_size_2:g} mm in {count} of {count_2} ({named}). Give a folder with the slices of one scan.</source>
        <translation>{what} contiene cortes con distinto espaciado de píxel: {usual:g} x {usual_2:g} mm, y {pixel_size:g} x {pixel_size_2:g} mm en {count} de {count_2} ({named}). Indique una carpeta con los cortes de un solo estudio.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} frames of reference (Frame of Reference UID; as of {named}): their positions do not share one origin. Give a folder with the slices of one scan.</source>
        <translation>{what} contiene cortes de {count} marcos de referencia (Frame of Reference UID; como el de {named}): sus posiciones no comparten un mismo origen. Indique una carpeta con los cortes de un solo estudio.</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} {repeats} that lie between each other. Give a folder with the slices of one of them.</source>
        <translation>{what} contiene cortes intercalados de {count} {repeats}. Indique una carpeta con los cortes de uno solo de esos grupos.</translation>
    </message>
    <message>
        <source>{what} holds {count} stacks of slices, with gaps between them ({stacks}). Give the slices of one stack.</source>
        <translation>{what} contiene {count} pilas de cortes, con huecos entre ellas ({stacks}). Indique los cortes de una sola pila.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: 1 slice is missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} no está espaciado de forma uniforme: falta 1 corte (los cortes están a {usual:.2f} mm, y hay {steps:.2f} mm entre {frames_name} y {frames_name_2}). Exporte la serie otra vez, con todos los cortes.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: {lost} slices are missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} no está espaciado de forma uniforme: faltan {lost} cortes (los cortes están a {usual:.2f} mm, y hay {steps:.2f} mm entre {frames_name} y {frames_name_2}). Exporte la serie otra vez, con todos los cortes.</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: its slices are from {least:.2f} to {most:.2f} mm apart. Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as NRRD.</source>
        <translation>{what} no está espaciado de forma uniforme: sus cortes están separados de {least:.2f} a {most:.2f} mm. Cargue la serie en el módulo DICOM de Slicer, que remuestrea estos estudios, endurezca su transformación (Harden transform) y guárdela como NRRD.</translation>
    </message>
    <message>
        <source>{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. Give a folder with the slices of one scan, or export the series again.</source>
        <translation>{what} tiene cortes cuyas posiciones no están en una línea: hasta {off:.1f} mm al lado de ella. Indique una carpeta con los cortes de un solo estudio, o exporte la serie otra vez.</translation>
    </message>
    <message>
        <source>{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices contradict their orientation. Export the series again from the scanner or the archive.</source>
        <translation>{what} está inclinado {degrees:.0f} grados, más de lo que se inclina un gantry: las posiciones de sus cortes contradicen su orientación. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>{what}: {frames_name} is turned or moved by {off:.1f} mm against the other slices, by its position, orientation and pixel spacing. Export the series again from the scanner or the archive.</source>
        <translation>{what}: {frames_name} está girado o desplazado {off:.1f} mm respecto a los demás cortes, según su posición, orientación y espaciado de píxel. Exporte la serie otra vez desde el equipo o el PACS.</translation>
    </message>
    <message>
        <source>Boxes cannot be written as {unknown!r}. Give one or more of {forms}.</source>
        <translation>Las cajas no se pueden escribir como {unknown!r}. Indique uno o más de {forms}.</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene, and a DICOM SR refers to its series. Load it again.</source>
        <translation>El volumen ya no está en la escena, y un DICOM SR remite a su serie. Cárguelo otra vez.</translation>
    </message>
    <message>
        <source>{target} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>{target} no se pudo escribir: {reason}. Libere espacio o elija otra carpeta.</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it.</source>
        <translation>No tiene permiso para leer {path}. Pida a su propietario el permiso de lectura, o cópielo.</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk or copy it.</source>
        <translation>{path} no se puede abrir: {reason}. Compruebe el disco o cópielo.</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end too early. Copy or download it again.</source>
        <translation>{path} está cortado: sus datos comprimidos terminan antes de tiempo. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end where they begin. Copy or download it again.</source>
        <translation>{path} está cortado: sus datos comprimidos terminan donde empiezan. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} is damaged: its packed data do not unpack ({error}). Copy or download it again.</source>
        <translation>{path} está dañado: sus datos comprimidos no se pueden descomprimir ({error}). Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} does not fit into memory. Crop or resample it, or close other programs.</source>
        <translation>{path} no cabe en la memoria. Recórtelo o remuestréelo, o cierre otros programas.</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner, or copy it.</source>
        <translation>No tiene permiso para leer {path}. Pídalo a su propietario, o cópielo.</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the disk or copy it.</source>
        <translation>{path} no se puede leer: {reason}. Compruebe el disco o cópielo.</translation>
    </message>
    <message>
        <source>{path} is the header of a pair ({kind}): the file {split}.img with the voxels is missing. Put both into one folder.</source>
        <translation>{path} es la cabecera de un par ({kind}): falta el archivo {split}.img con los vóxeles. Ponga ambos en una misma carpeta.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives {count} dimensions. Copy or download it again.</source>
        <translation>{path} está dañado: su cabecera indica {count} dimensiones. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} contradicts itself: its header says {dtype_name} and {bits} bits a voxel. Export it again from the program that made it.</source>
        <translation>{path} se contradice: su cabecera indica {dtype_name} y {bits} bits por vóxel. Expórtelo otra vez desde el programa que lo creó.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header says that the voxels begin at byte {offset:g}. Copy it again.</source>
        <translation>{path} está dañado: su cabecera indica que los vóxeles empiezan en el byte {offset:g}. Cópielo otra vez.</translation>
    </message>
    <message>
        <source>{path} is in the old Analyze format and says that its slices are {how} (orient {orient}), but not to which sides they run. Convert it to NIfTI with the program that made it.</source>
        <translation>{path} está en el antiguo formato Analyze e indica cómo son sus cortes: {how} (orient {orient}), pero no hacia qué lados van. Conviértalo a NIfTI con el programa que lo creó.</translation>
    </message>
    <message>
        <source>{path} holds {components} values a voxel (colour or vectors). MISGround reads grey values: convert it, or choose another file.</source>
        <translation>{path} contiene {components} valores por vóxel (color o vectores). MISGround lee valores de gris: conviértalo, o elija otro archivo.</translation>
    </message>
    <message>
        <source>{path} holds no voxels: its header gives the size {shown}. Export the scan again.</source>
        <translation>{path} no contiene vóxeles: su cabecera indica el tamaño {shown}. Exporte el estudio otra vez.</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives the size {shown}. Copy or download it again.</source>
        <translation>{path} está dañado: su cabecera indica el tamaño {shown}. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} has {count} dimensions ({shown}). MISGround reads one 3D volume: extract one time point or channel first.</source>
        <translation>{path} tiene {count} dimensiones ({shown}). MISGround lee un volumen 3D: extraiga antes un instante o un canal.</translation>
    </message>
    <message>
        <source>{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder.</source>
        <translation>{path} tiene un solo corte (su tamaño es {shown}). Indique un volumen 3D: la serie completa, o su carpeta DICOM.</translation>
    </message>
    <message>
        <source>{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} mm. Resample the scan to a straight grid first, for example with Slicer's module Resample Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`.</source>
        <translation>{path} está sesgado ({what}): sus ejes no forman ángulos rectos, lo que desplaza vóxeles hasta {moved:.1f} mm. Remuestree antes el estudio en una cuadrícula recta, por ejemplo con el módulo de Slicer Remuestrear volumen escalar/vectorial/DWI (Resample Scalar/Vector/DWI Volume) o con `nibabel.processing.resample_to_output`.</translation>
    </message>
    <message>
        <source>{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.</source>
        <translation>{path} es una segmentación (etiquetas de estructuras), no un estudio. Indique el estudio sobre el que se hizo.</translation>
    </message>
    <message>
        <source>{path} does not say where its voxels lie: {fault}. Save the scan again from the program that made it, with a valid orientation.</source>
        <translation>{path} no indica dónde están sus vóxeles: {fault}. Guarde el estudio otra vez con el programa que lo creó, con una orientación válida.</translation>
    </message>
    <message>
        <source>{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. Copy or download it again.</source>
        <translation>{path} está cortado: de los {needed} bytes de vóxeles que promete su cabecera hay {present}. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} is damaged: where numbers should be it holds {error}. Copy or download it again.</source>
        <translation>{path} está dañado: donde debería haber números contiene {error}. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} is damaged: it holds numbers that are no {dtype_name}. Copy or download it again.</source>
        <translation>{path} está dañado: contiene números que no son {dtype_name}. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>A page needs the package Jinja2, which is not installed. In Slicer's Python console: pip_install('jinja2'); else: pip install 'misground[export]'.</source>
        <translation>Una página necesita el paquete Jinja2, que no está instalado. En la consola de Python de Slicer: pip_install('jinja2'); si no: pip install 'misground[export]'.</translation>
    </message>
    <message>
        <source>{path} has a name that is not UTF-8. Rename it. ({reason})</source>
        <translation>{path} tiene un nombre que no es UTF-8. Cámbielo. ({reason})</translation>
    </message>
    <message>
        <source>{folder} has a name that is not UTF-8. Give another folder.</source>
        <translation>{folder} tiene un nombre que no es UTF-8. Indique otra carpeta.</translation>
    </message>
    <message>
        <source>{source} holds no number at all (NaN in every voxel). Choose another scan.</source>
        <translation>{source} no contiene ningún número (NaN en todos los vóxeles). Elija otro estudio.</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). Copy or download it again.</source>
        <translation>{path} está vacío (0 bytes). Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} is packed, and nothing is in it. Copy or download it again.</source>
        <translation>{path} está comprimido y no contiene nada. Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.</source>
        <translation>{path} es un archivo DICOM comprimido con gzip. Descomprímalo e indique la carpeta de la serie.</translation>
    </message>
    <message>
        <source>{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path_name}</source>
        <translation>{path} es un puntero de git-annex: el estudio mismo no está en este ordenador. Ejecute: git annex get {path_name}</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.</source>
        <translation>{path} es un enlace a {target}, que no existe. Restaure ese archivo, o indique el estudio mismo.</translation>
    </message>
    <message>
        <source>The box {name} lies beside the volume. Put it back, or ask again.</source>
        <translation>La caja {name} está fuera del volumen. Devuélvala a su lugar, o pregunte otra vez.</translation>
    </message>
    <message>
        <source>{name} is a single volume, no 4D sequence. Ask about the item shown.</source>
        <translation>{name} es un solo volumen, no una secuencia 4D. Pregunte por el elemento mostrado.</translation>
    </message>
    <message>
        <source>{name} is moved from item to item by the transform {transform}. Ask about the item shown, or harden the transform first.</source>
        <translation>{name} se mueve de elemento en elemento por la transformación {transform}. Pregunte por el elemento mostrado, o endurezca antes la transformación (Harden transform).</translation>
    </message>
    <message>
        <source>{name} has no image for {item_text} any more. Ask again.</source>
        <translation>{name} ya no tiene imagen para {item_text}. Pregunte otra vez.</translation>
    </message>
    <message>
        <source>{target} was left out: {bundle} is no scene bundle.</source>
        <translation>Se omitió {target}: {bundle} no es un paquete de escena.</translation>
    </message>
    <message>
        <source>{target} was left out: drawing took over {timeout_seconds} seconds.</source>
        <translation>Se omitió {target}: dibujarlo tardó más de {timeout_seconds} segundos.</translation>
    </message>
    <message>
        <source>{target} was left out: this machine cannot draw without a display. Install libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) and run again.</source>
        <translation>Se omitió {target}: este ordenador no puede dibujar sin pantalla. Instale libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) y ejecútelo otra vez.</translation>
    </message>
    <message>
        <source>{target} was left out: {reason}</source>
        <translation>Se omitió {target}: {reason}</translation>
    </message>
    <message>
        <source>{target} was left out: a Slicer without a main window does not draw. Open {bundle} in one that has one.</source>
        <translation>Se omitió {target}: un Slicer sin ventana principal no dibuja. Abra {bundle} en uno que la tenga.</translation>
    </message>
    <message>
        <source>{target} was left out: {error}</source>
        <translation>Se omitió {target}: {error}</translation>
    </message>
    <message>
        <source>No volume is chosen. Load a scan and choose it as the volume.</source>
        <translation>No se ha elegido ningún volumen. Cargue un estudio y elíjalo como volumen.</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene. Load it again, or choose another volume.</source>
        <translation>El volumen ya no está en la escena. Cárguelo otra vez, o elija otro volumen.</translation>
    </message>
    <message>
        <source>{name} is not a volume. Choose a scan (a scalar volume).</source>
        <translation>{name} no es un volumen. Elija un estudio (un volumen escalar).</translation>
    </message>
    <message>
        <source>{name} is a label map. Choose the scan itself.</source>
        <translation>{name} es un mapa de etiquetas. Elija el estudio mismo.</translation>
    </message>
    <message>
        <source>{name} holds no image. Load the scan again, or choose another volume.</source>
        <translation>{name} no contiene ninguna imagen. Cargue el estudio otra vez, o elija otro volumen.</translation>
    </message>
    <message>
        <source>{name} holds {count} values a voxel (colour, vectors or 4D). Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first.</source>
        <translation>{name} contiene {count} valores por vóxel (color, vectores o 4D). Elija un volumen con un valor de gris por vóxel; de un estudio 4D, extraiga antes un volumen 3D.</translation>
    </message>
    <message>
        <source>{name} has only one slice. Choose a 3D volume: load the whole series.</source>
        <translation>{name} tiene un solo corte. Elija un volumen 3D: cargue la serie completa.</translation>
    </message>
    <message>
        <source>{name} holds no number at all (NaN in every voxel). Choose another volume.</source>
        <translation>{name} no contiene ningún número (NaN en todos los vóxeles). Elija otro volumen.</translation>
    </message>
    <message>
        <source>{name} is under the non-linear transform {parent_name}. Harden the transform first (Data module, right-click the transform icon, Harden transform).</source>
        <translation>{name} está bajo la transformación no lineal {parent_name}. Endurézcala antes (módulo Datos, clic derecho en el icono de transformación, Harden transform).</translation>
    </message>
    <message>
        <source>{name} is under the transform {parent_name}, which mirrors it: what is the patient's left would be called right. Take the volume out of the transform (Data module, right-click the transform icon, None).</source>
        <translation>{name} está bajo la transformación {parent_name}, que lo refleja: lo que está a la izquierda del paciente se llamaría derecho. Saque el volumen de la transformación (módulo Datos, clic derecho en el icono de transformación, None).</translation>
    </message>
    <message>
        <source>{name} has no place in space: its spacing, orientation or transform is zero or no number. Load the scan again, or take it out of its transform.</source>
        <translation>{name} no tiene lugar en el espacio: su espaciado, orientación o transformación es cero o no es un número. Cargue el estudio otra vez, o sáquelo de su transformación.</translation>
    </message>
    <message>
        <source>{name} was moved or exchanged while it was searched. Ask again where it is now.</source>
        <translation>{name} se movió o se cambió mientras se buscaba en él. Pregunte otra vez donde está ahora.</translation>
    </message>
    <message>
        <source>The slice of the {getlayoutname} view does not pass through {name}. Scroll to a slice of the volume, or choose another view.</source>
        <translation>El corte de la vista {getlayoutname} no pasa por {name}. Desplácese a un corte del volumen, o elija otra vista.</translation>
    </message>
    <message>
        <source>The tokenizer has {count} tokens but the model only {size}: they do not belong together. Use the tokenizer files that came with the model.</source>
        <translation>El tokenizador tiene {count} tokens, pero el modelo solo {size}: no son el uno del otro. Use los archivos del tokenizador que venían con el modelo.</translation>
    </message>
    <message>
        <source>k is {k}: give 1 or more neighbours (1 equals greedy).</source>
        <translation>k es {k}: indique 1 o más vecinos (1 equivale a greedy).</translation>
    </message>
    <message>
        <source>The content mask has {numel} entries but the embedding table {size} rows.</source>
        <translation>La máscara de contenido tiene {numel} entradas, pero la tabla de embeddings {size} filas.</translation>
    </message>
    <message>
        <source>The model's embedding table holds values that are not numbers: its files are damaged. Copy or download the model again, or choose greedy decoding.</source>
        <translation>La tabla de embeddings del modelo contiene valores que no son números: sus archivos están dañados. Copie o descargue el modelo otra vez, o elija la decodificación greedy.</translation>
    </message>
    <message>
        <source>The neighbour graph {path} is damaged. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>El grafo de vecinos {path} está dañado. Escríbalo con `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>{path} is no neighbour graph to serve with, or an older version's. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>{path} no es un grafo de vecinos para un servidor, o es de una versión anterior. Escríbalo con `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>The neighbour graph {path} cannot be read ({error}). Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>El grafo de vecinos {path} no se puede leer ({error}). Escríbalo con `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>{path} is the graph of {found}, and you ask for {wanted}. Give another --graph-file, or delete this one.</source>
        <translation>{path} es el grafo de {found}, y usted pide {wanted}. Indique otro --graph-file, o borre este.</translation>
    </message>
    <message>
        <source>A server needs at least 1 GPU on at least 1 machine.</source>
        <translation>Un servidor necesita al menos 1 GPU en al menos 1 ordenador.</translation>
    </message>
    <message>
        <source>Semantic sampling works with one beam, not {num_beams}: set num_beams to 1, or choose greedy decoding.</source>
        <translation>El muestreo semántico trabaja con un solo haz (beam), no con {num_beams}: ponga num_beams a 1, o elija la decodificación greedy.</translation>
    </message>
    <message>
        <source>top_m is {top_m}: give 1 or more candidates.</source>
        <translation>top_m es {top_m}: indique 1 o más candidatos.</translation>
    </message>
    <message>
        <source>top_p is {top_p}: give a number above 0 and up to 1.</source>
        <translation>top_p es {top_p}: indique un número mayor que 0 y como máximo 1.</translation>
    </message>
    <message>
        <source>The neighbour graph is of a vocabulary of {shape} tokens, the model has {shape_2}: build the graph from this model.</source>
        <translation>El grafo de vecinos es de un vocabulario de {shape} tokens, y el modelo tiene {shape_2}: construya el grafo a partir de este modelo.</translation>
    </message>
    <message>
        <source>The neighbour graph {graph} is of {origin}, a vocabulary of {tokens} tokens, and the served model has {wanted}. Write its own with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>El grafo de vecinos {graph} es de {origin}, un vocabulario de {tokens} tokens, y el modelo servido tiene {wanted}. Escriba el suyo con `misground serve-args MODEL --graph-file FILE`.</translation>
    </message>
    <message>
        <source>The {plane} picture has only {size} x {size_2} pixels: the scan is too thin there. Choose another plane.</source>
        <translation>La imagen {plane} tiene solo {size} x {size_2} píxeles: el estudio es demasiado delgado ahí. Elija otro plano.</translation>
    </message>
    <message>
        <source>There is nothing to see: every pixel of the slice has the same grey value with {window_text}. Choose another slice or volume{other}.</source>
        <translation>No hay nada que ver: todos los píxeles del corte tienen el mismo valor de gris con {window_text}. Elija otro corte o volumen{other}.</translation>
    </message>
    <message>
        <source>The slice plane does not pass through the volume. Move the slice into it.</source>
        <translation>El plano de corte no pasa por el volumen. Mueva el corte dentro de él.</translation>
    </message>
    <message>
        <source>There is no plane {plane!r}: choose {planes}.</source>
        <translation>No existe el plano {plane!r}: elija {planes}.</translation>
    </message>
    <message>
        <source>The position {position_mm:g} mm lies outside the volume: give {value} from {low:.1f} to {high:.1f} mm.</source>
        <translation>La posición {position_mm:g} mm está fuera del volumen: indique {value} de {low:.1f} a {high:.1f} mm.</translation>
    </message>
    <message>
        <source>{first} and {second} could not be registered: {why}. Compare them without a registration, or put the second one under a transform in 3D Slicer.</source>
        <translation>{first} y {second} no se pudieron registrar: {why}. Compárelos sin registro, o ponga el segundo bajo una transformación en 3D Slicer.</translation>
    </message>
    <message>
        <source>{name} has one grey value nearly everywhere: there is nothing to register it by.</source>
        <translation>{name} tiene un mismo valor de gris casi en todas partes: no hay nada con que registrarlo.</translation>
    </message>
    <message>
        <source>The two answers have no target in common. Ask the same query on both volumes.</source>
        <translation>Las dos respuestas no tienen ningún objetivo en común. Haga la misma consulta en ambos volúmenes.</translation>
    </message>
    <message>
        <source>One of the answers is of a slice. Only answers of whole volumes are compared: ask the volume.</source>
        <translation>Una de las respuestas es de un corte. Solo se comparan respuestas de volúmenes enteros: pregunte por el volumen.</translation>
    </message>
    <message>
        <source>The model in {folder} is misground-mini as an older MISGround had it, which was asked in other words. Choose misground-mini itself.</source>
        <translation>El modelo de {folder} es misground-mini tal como lo tenía un MISGround anterior, al que se preguntaba con otras palabras. Elija el propio misground-mini.</translation>
    </message>
    <message>
        <source>The model in {folder} cannot be asked. {refused}</source>
        <translation>Al modelo de {folder} no se le puede preguntar. {refused}</translation>
    </message>
    <message>
        <source>The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a model of one of the types {known}.</source>
        <translation>El modelo de {folder} es del tipo {kind!r}, al que MISGround no puede preguntar. Elija misground-mini o un modelo de uno de los tipos {known}.</translation>
    </message>
    <message>
        <source>{why} Say how it writes its boxes in its config.json: "misground": {names}. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>{why} Indique cómo escribe sus cajas en su config.json: "misground": {names}. O indique el formato de caja (--box-format; en el panel, en Decodificación y dispositivo).</translation>
    </message>
    <message>
        <source>The name {shown} tells both {told}, and each writes boxes its own way. Start the server with --served-model-name and a name that holds one of them only. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>El nombre {shown} indica a la vez {told}, y cada uno escribe las cajas a su manera. Inicie el servidor con --served-model-name y un nombre que contenga solo uno de ellos. O indique el formato de caja (--box-format; en el panel, en Decodificación y dispositivo).</translation>
    </message>
    <message>
        <source>The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of one of these, start its server with --served-model-name and a name that holds the family's.</source>
        <translation>El nombre {shown} no indica cómo hay que preguntar al modelo. MISGround conoce {known}. Si el modelo es de una de estas familias, inicie su servidor con --served-model-name y un nombre que contenga el de la familia.</translation>
    </message>
    <message>
        <source>{name} gives its boxes as numbers, not as text in some format: leave the box format {automatic_boxes}.</source>
        <translation>{name} da sus cajas como números, no como texto en un formato: deje el formato de caja en {automatic_boxes}.</translation>
    </message>
    <message>
        <source>{mini_name} writes its boxes in one way, which is known: leave the box format {automatic_boxes}.</source>
        <translation>{mini_name} escribe sus cajas de una sola manera, que es conocida: deje el formato de caja en {automatic_boxes}.</translation>
    </message>
    <message>
        <source>The box format {box_format} counts the pixels of Qwen's own pictures, and {model_name} makes others. Choose a format that counts from 0 to 1000, or from 0 to 1.</source>
        <translation>El formato de caja {box_format} cuenta los píxeles de las imágenes propias de Qwen, y {model_name} hace otras. Elija un formato que cuente de 0 a 1000, o de 0 a 1.</translation>
    </message>
    <message>
        <source>{name} was not trained to draw a box round each of several things, so that it cannot count them. Ask for one thing at a time, or choose a model that lists its boxes, such as Qwen3-VL.</source>
        <translation>{name} no fue entrenado para dibujar una caja alrededor de cada una de varias cosas, de modo que no puede contarlas. Pida una cosa cada vez, o elija un modelo que enumere sus cajas, como Qwen3-VL.</translation>
    </message>
    <message>
        <source>{name} writes no words, so that semantic sampling does not apply to it: it has no neighbour graph, and no vLLM server holds it. Use it on this computer, or choose another model.</source>
        <translation>{name} no escribe palabras, por lo que el muestreo semántico no se le aplica: no tiene grafo de vecinos, y ningún servidor vLLM lo ofrece. Úselo en este ordenador, o elija otro modelo.</translation>
    </message>
    <message>
        <source>vLLM cannot serve {text}: misground-mini has an architecture of its own, which only MISGround runs, on this computer and without a server. Give the folder or hub id of another model.</source>
        <translation>vLLM no puede servir {text}: misground-mini tiene una arquitectura propia, que solo ejecuta MISGround, en este ordenador y sin servidor. Indique la carpeta o el identificador de Hugging Face de otro modelo.</translation>
    </message>
    <message>
        <source>No model is chosen. Choose misground-mini, a folder, or a Hugging Face id.</source>
        <translation>No se ha elegido ningún modelo. Elija misground-mini, una carpeta o un identificador de Hugging Face.</translation>
    </message>
    <message>
        <source>{text} is a file. Give the folder that holds config.json and the weights.</source>
        <translation>{text} es un archivo. Indique la carpeta que contiene config.json y los pesos.</translation>
    </message>
    <message>
        <source>The model folder {text} has no config.json. Choose the folder of a whole model.</source>
        <translation>La carpeta de modelo {text} no tiene config.json. Elija la carpeta de un modelo completo.</translation>
    </message>
    <message>
        <source>There is no model folder {text}. Check the path, or choose misground-mini, which comes with MISGround.</source>
        <translation>No existe la carpeta de modelo {text}. Compruebe la ruta, o elija misground-mini, que viene con MISGround.</translation>
    </message>
    <message>
        <source>The model folder {path} has no config.json. Choose the folder of a whole model.</source>
        <translation>La carpeta de modelo {path} no tiene config.json. Elija la carpeta de un modelo completo.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Copy or download the model again.</source>
        <translation>{file} no se puede leer ({error}). Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>{file} does not describe a model. Copy or download the model again.</source>
        <translation>{file} no describe un modelo. Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>The model folder {path} lacks its {what} ({files}). Copy or download the model again.</source>
        <translation>A la carpeta de modelo {path} le falta: {what} ({files}). Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>{index} cannot be read. Copy or download the model again.</source>
        <translation>{index} no se puede leer. Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>The model folder {path} holds its weights only as {pickles}, a pickle, which could run a stranger's program when opened. Choose a model with model.safetensors, or convert this one to safetensors.</source>
        <translation>La carpeta de modelo {path} contiene sus pesos solo como {pickles}, un pickle, que al abrirse podría ejecutar un programa ajeno. Elija un modelo con model.safetensors, o convierta este a safetensors.</translation>
    </message>
    <message>
        <source>The model folder {path} holds no weights (model.safetensors). Copy or download them.</source>
        <translation>La carpeta de modelo {path} no contiene pesos (model.safetensors). Cópielos o descárguelos.</translation>
    </message>
    <message>
        <source>{count} of {count_2} weight files are missing in {path}, the first is {missing}. Copy or download the model again.</source>
        <translation>Faltan {count} de {count_2} archivos de pesos en {path}, el primero es {missing}. Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms. Accept them on huggingface.co and log in, or choose another model.</source>
        <translation>{model} es solo para quienes aceptaron sus condiciones. Acéptelas en huggingface.co e inicie sesión, o elija otro modelo.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: no connection to Hugging Face.</source>
        <translation>{model} no se pudo descargar: no hay conexión con Hugging Face.</translation>
    </message>
    <message>
        <source>{model} is neither a folder nor on this computer. Allow the download, or choose misground-mini.</source>
        <translation>{model} no es una carpeta ni está en este ordenador. Permita la descarga, o elija misground-mini.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: the disk is full. Free some space.</source>
        <translation>{model} no se pudo descargar: el disco está lleno. Libere espacio.</translation>
    </message>
    <message>
        <source>{model} could not be downloaded ({name}: {error}).</source>
        <translation>{model} no se pudo descargar ({name}: {error}).</translation>
    </message>
    <message>
        <source>The model's file {file} is missing. {restore}</source>
        <translation>Falta el archivo del modelo {file}. {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is not that in SHA256SUMS). {restore}</source>
        <translation>El archivo del modelo {file} está dañado o es ajeno: no es el que se entregó (su SHA-256 no es el de SHA256SUMS). {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is not one that was shipped (SHA256SUMS does not list it). Remove it. {restore}</source>
        <translation>El archivo del modelo {file} no es de los que se entregaron (SHA256SUMS no lo incluye). Quítelo. {restore}</translation>
    </message>
    <message>
        <source>The model's file {file} cannot be read ({reason}). {restore}</source>
        <translation>El archivo del modelo {file} no se puede leer ({reason}). {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is missing. {restore}</source>
        <translation>Falta el archivo del modelo {path}. {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} cannot be read ({error}). {restore}</source>
        <translation>El archivo del modelo {path} no se puede leer ({error}). {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this folder. {restore}</source>
        <translation>El archivo del modelo {path} está dañado: la línea {number} no es un SHA-256 y un archivo de esta carpeta. {restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: it lists nothing. {restore}</source>
        <translation>El archivo del modelo {path} está dañado: no enumera nada. {restore}</translation>
    </message>
    <message>
        <source>The model's numbers overflowed on this device. Choose the device cpu, or another model.</source>
        <translation>Los números del modelo se desbordaron en este dispositivo. Elija el dispositivo cpu, u otro modelo.</translation>
    </message>
    <message>
        <source>{family_name} is not loaded in fewer bits. Choose the precision auto.</source>
        <translation>{family_name} no se carga con menos bits. Elija la precisión auto.</translation>
    </message>
    <message>
        <source>{family_name} needs transformers {since} or later, and {installed} is installed. Update transformers, or choose another model.</source>
        <translation>{family_name} necesita transformers {since} o posterior, y está instalado {installed}. Actualice transformers, o elija otro modelo.</translation>
    </message>
    <message>
        <source>There is no device {name!r}. Choose auto, cpu, cuda or mps.</source>
        <translation>No existe el dispositivo {name!r}. Elija auto, cpu, cuda o mps.</translation>
    </message>
    <message>
        <source>This computer has no device {name} that PyTorch can use. Choose auto or cpu.</source>
        <translation>Este ordenador no tiene ningún dispositivo {name} que PyTorch pueda usar. Elija auto o cpu.</translation>
    </message>
    <message>
        <source>The weight file {file} is damaged or not complete ({error}). Copy or download the model again.</source>
        <translation>El archivo de pesos {file} está dañado o incompleto ({error}). Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>The model in {path} cannot be loaded ({reason}). Copy or download it again.</source>
        <translation>El modelo de {path} no se puede cargar ({reason}). Cópielo o descárguelo otra vez.</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json. Copy the model again.</source>
        <translation>Los pesos de {path} no corresponden a su config.json. Copie el modelo otra vez.</translation>
    </message>
    <message>
        <source>The weights in {path} lack {count} parts of the model, the first is {missing}. Copy or download the model again.</source>
        <translation>A los pesos de {path} les faltan {count} partes del modelo, la primera es {missing}. Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on the graphics card: it was not loaded. Close other programs, or choose the precision 8bit or 4bit, the device cpu or a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} necesita unos {gigabytes} de memoria, y hay {free} libres en la tarjeta gráfica: no se cargó. Cierre otros programas, o elija la precisión 8bit o 4bit, el dispositivo cpu o un modelo más pequeño. Para cargarlo aun así: --load-anyway, en el panel en Decodificación y dispositivo.</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on this computer: it was not loaded. Close other programs, or choose a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} necesita unos {gigabytes} de memoria, y hay {free} libres en este ordenador: no se cargó. Cierre otros programas, o elija un modelo más pequeño. Para cargarlo aun así: --load-anyway, en el panel en Decodificación y dispositivo.</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Restore the model's folder from the distribution.</source>
        <translation>{file} no se puede leer ({error}). Restaure la carpeta del modelo a partir de la distribución.</translation>
    </message>
    <message>
        <source>The picture settings of {info} resize the slice to {seen} x {seen_2} px, and its boxes would be misread. Restore its preprocessor_config.json, or choose another model.</source>
        <translation>Los ajustes de imagen de {info} cambian el tamaño del corte a {seen} x {seen_2} px, y sus cajas se leerían mal. Restaure su preprocessor_config.json, o elija otro modelo.</translation>
    </message>
    <message>
        <source>The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again.</source>
        <translation>El procesador o el tokenizador de {folder} no se puede cargar ({error}). Copie el modelo otra vez.</translation>
    </message>
    <message>
        <source>The tokenizer in {folder} has no {image_token}: this is no {family_name} model. Choose another folder.</source>
        <translation>El tokenizador de {folder} no tiene {image_token}: este no es un modelo {family_name}. Elija otra carpeta.</translation>
    </message>
    <message>
        <source>The processor in {folder} cannot be made ({error}). Copy the model again.</source>
        <translation>El procesador de {folder} no se puede crear ({error}). Copie el modelo otra vez.</translation>
    </message>
    <message>
        <source>The model folder {folder} has no chat template. Copy the whole model again.</source>
        <translation>La carpeta de modelo {folder} no tiene plantilla de chat. Copie otra vez el modelo completo.</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need a CUDA card, and the device is {device}. Choose the precision auto, or a smaller model.</source>
        <translation>Los pesos en {bits} bits necesitan una tarjeta CUDA, y el dispositivo es {device}. Elija la precisión auto, o un modelo más pequeño.</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need the Python package {missing}. Install {packages}, or choose the precision auto.</source>
        <translation>Los pesos en {bits} bits necesitan el paquete de Python {missing}. Instale {packages}, o elija la precisión auto.</translation>
    </message>
    <message>
        <source>{name} reads phrases of at most {most} tokens, and this one has {count}. Ask in fewer words.</source>
        <translation>{name} lee frases de {most} tokens como máximo, y esta tiene {count}. Pregunte con menos palabras.</translation>
    </message>
    <message>
        <source>Read as: {names}.</source>
        <translation>Entendido como: {names}.</translation>
    </message>
    <message>
        <source>a side of the picture is not a side of the patient; name the patient's left or right</source>
        <translation>un lado de la imagen no es un lado del paciente; indique izquierda o derecha del paciente</translation>
    </message>
    <message>
        <source>"{levels}" may be two vertebrae, a range or a disc; name each vertebra</source>
        <translation>"{levels}" puede ser dos vértebras, un tramo o un disco; nombre cada vértebra</translation>
    </message>
    <message>
        <source>it says "{word}"; name only what to look for</source>
        <translation>dice "{word}"; nombre solo lo que se ha de buscar</translation>
    </message>
    <message>
        <source>it says left and right at once; ask for "left" or "right", or for "both"</source>
        <translation>dice izquierda y derecha a la vez; pregunte por "left" o "right", o por "both"</translation>
    </message>
    <message>
        <source>there is a {there} {name} only, no {asked} one</source>
        <translation>{name} solo existe en un lado ({there}), no en el pedido ({asked})</translation>
    </message>
    <message>
        <source>the {name} is one structure, with no left and right</source>
        <translation>{name} es una sola estructura, sin izquierda ni derecha</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model does not know it.</source>
        <translation>{query}: no se puede contar: el modelo no lo conoce.</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model gave no answer that can be used.</source>
        <translation>{query}: no se puede contar: el modelo no dio una respuesta utilizable.</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes of what was looked for ({known}); a further one would not be noticed.</source>
        <translation>{query}: {counted}; se cuentan las cajas de lo que se buscó ({known}); otro más pasaría inadvertido.</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes that the model drew on this slice.</source>
        <translation>{query}: {counted}; se cuentan las cajas que el modelo dibujó en este corte.</translation>
    </message>
    <message>
        <source>{query}: not known to the model.</source>
        <translation>{query}: el modelo no lo conoce.</translation>
    </message>
    <message>
        <source>{query}: the model gave no answer that can be used.</source>
        <translation>{query}: el modelo no dio una respuesta utilizable.</translation>
    </message>
    <message>
        <source>{query}: nothing to point at.</source>
        <translation>{query}: nada que señalar.</translation>
    </message>
    <message>
        <source>{label} at {place}, the model's own point</source>
        <translation>{label} en {place}, el punto que dio el propio modelo</translation>
    </message>
    <message>
        <source>{label} at {place}, the centre of its box, which need not lie in the structure</source>
        <translation>{label} en {place}, el centro de su caja, que no tiene por qué estar en la estructura</translation>
    </message>
    <message>
        <source>The server told no probabilities, so there is no score.</source>
        <translation>El servidor no dio probabilidades, por lo que no hay puntuación.</translation>
    </message>
    <message>
        <source>The server's tokens do not spell its answer: the score is the mean over all of them.</source>
        <translation>Los tokens del servidor no forman su respuesta: la puntuación es la media de todos ellos.</translation>
    </message>
    <message>
        <source>The answer was cut off at {count} tokens.</source>
        <translation>La respuesta se cortó a los {count} tokens.</translation>
    </message>
    <message>
        <source>The server made the picture smaller ({tokens} tokens in all, {ours} for our picture), and its boxes would be misread. Start it without limits on the size of pictures (mm-processor-kwargs).</source>
        <translation>El servidor redujo la imagen ({tokens} tokens en total, {ours} para nuestra imagen), y sus cajas se leerían mal. Inícielo sin límites de tamaño de imagen (mm-processor-kwargs).</translation>
    </message>
    <message>
        <source>{several} and {last}</source>
        <translation>{several} y {last}</translation>
    </message>
    <message>
        <source>{size} mm, {share} % of the volume</source>
        <translation>{size} mm, {share} % del volumen</translation>
    </message>
    <message>
        <source>grey values inside {grey}</source>
        <translation>valores de gris dentro: {grey}</translation>
    </message>
    <message>
        <source>{planes} agree</source>
        <translation>planos que coinciden: {planes}</translation>
    </message>
    <message>
        <source>{planes} alone shows it so</source>
        <translation>así solo en un plano: {planes}</translation>
    </message>
    <message>
        <source>not seen in {planes} slices</source>
        <translation>no visto en cortes de plano {planes}</translation>
    </message>
    <message>
        <source>planes disagree</source>
        <translation>los planos no coinciden</translation>
    </message>
    <message>
        <source>{ends} end assumed</source>
        <translation>extremo supuesto ({ends})</translation>
    </message>
    <message>
        <source>{label}: not known to the model</source>
        <translation>{label}: el modelo no lo conoce</translation>
    </message>
    <message>
        <source>{label}: no answer that can be used ({slices})</source>
        <translation>{label}: ninguna respuesta utilizable ({slices})</translation>
    </message>
    <message>
        <source>{label}: not in this volume ({slices})</source>
        <translation>{label}: no está en este volumen ({slices})</translation>
    </message>
    <message>
        <source>{label}: not found so far ({slices})</source>
        <translation>{label}: no encontrado hasta ahora ({slices})</translation>
    </message>
    <message>
        <source>cut off at the volume's {ends} end</source>
        <translation>cortado en el borde del volumen ({ends})</translation>
    </message>
    <message>
        <source>found</source>
        <translation>encontrado</translation>
    </message>
    <message>
        <source>{label} {score} unsure: {facts}</source>
        <translation>{label} {score}, dudoso: {facts}</translation>
    </message>
    <message>
        <source>{count} slice showed it, and what lies round about did not: it is not believed.</source>
        <translation>{count} corte lo mostró, y lo que hay alrededor no: no se da por bueno.</translation>
    </message>
    <message>
        <source>{count} slices showed it, and what lies round about did not: it is not believed.</source>
        <translation>{count} cortes lo mostraron, y lo que hay alrededor no: no se da por bueno.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end.</source>
        <translation>Cortado en el borde del volumen ({ends}).</translation>
    </message>
    <message>
        <source>Not looked for to its end: where it ends ({ends}) is assumed.</source>
        <translation>No se buscó hasta el final: dónde termina ({ends}) es un supuesto.</translation>
    </message>
    <message>
        <source>no slice</source>
        <translation>ningún corte</translation>
    </message>
    <message>
        <source>{planes} slice</source>
        <translation>corte: {planes}</translation>
    </message>
    <message>
        <source>{planes} slices</source>
        <translation>cortes: {planes}</translation>
    </message>
    <message>
        <source>its middle lies {distance} mm on the other side of the body's midline</source>
        <translation>su centro está {distance} mm al otro lado de la línea media del cuerpo</translation>
    </message>
    <message>
        <source>it lies on the wrong side of the {label}</source>
        <translation>está en el lado equivocado respecto a {label}</translation>
    </message>
    <message>
        <source>it lies above the {label}</source>
        <translation>está por encima de {label}</translation>
    </message>
    <message>
        <source>it lies below the {label}</source>
        <translation>está por debajo de {label}</translation>
    </message>
    <message>
        <source>it lies where the {label} does</source>
        <translation>está donde está {label}</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>una tubería</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>un dispositivo</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>un socket</translation>
    </message>
    <message>
        <source>neither a file nor a folder</source>
        <translation>ni un archivo ni una carpeta</translation>
    </message>
    <message>
        <source>, not a scan</source>
        <translation>, no un estudio</translation>
    </message>
    <message>
        <source>it is on a read-only disk</source>
        <translation>está en un disco de solo lectura</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>no tiene permiso para escribir ahí</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>el disco está lleno</translation>
    </message>
    <message>
        <source>your share of the disk is used up</source>
        <translation>su cuota de disco está agotada</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself.</source>
        <translation>{path} es un enlace que vuelve a sí mismo.</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there.</source>
        <translation>{path} es un enlace a {target}, que no existe.</translation>
    </message>
    <message>
        <source>The model gave this box {count} times; it is drawn once.</source>
        <translation>El modelo dio esta caja {count} veces; se dibuja una.</translation>
    </message>
    <message>
        <source>No description of "{query}" is known: it is asked for by its words alone.</source>
        <translation>No se conoce ninguna descripción de "{query}": se pregunta solo con sus palabras.</translation>
    </message>
    <message>
        <source>Check the side: this box is called {name}, but all of it lies more than {distance} mm to the patient's {side} of the body's midline.</source>
        <translation>Compruebe el lado: esta caja se llama {name}, pero toda ella está a más de {distance} mm de la línea media del cuerpo, hacia este lado del paciente: {side}.</translation>
    </message>
    <message>
        <source>left</source>
        <translation>izquierda</translation>
    </message>
    <message>
        <source>right</source>
        <translation>derecha</translation>
    </message>
    <message>
        <source>The model drew the {name} on a slice that lies {distance} mm to the patient's {side} of the body's midline. It is refused: ask on a slice of the other side.</source>
        <translation>El modelo dibujó {name} en un corte que está a {distance} mm de la línea media del cuerpo, hacia este lado del paciente: {side}. Se rechaza: pregunte en un corte del otro lado.</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies within {distance} mm of the body's midline.</source>
        <translation>El lado no está probado: la caja está a menos de {distance} mm de la línea media del cuerpo.</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies beyond the body's midline.</source>
        <translation>El lado no está probado: la caja está más allá de la línea media del cuerpo.</translation>
    </message>
    <message>
        <source>The side is not proved: a sagittal slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>El lado no está probado: un corte sagital no lo muestra, y la línea media del cuerpo no se pudo medir en este estudio (está cortado, o sus dos lados son demasiado distintos).</translation>
    </message>
    <message>
        <source>The side is not proved: this slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>El lado no está probado: este corte no lo muestra, y la línea media del cuerpo no se pudo medir en este estudio (está cortado, o sus dos lados son demasiado distintos).</translation>
    </message>
    <message>
        <source>window {window}, level {level} ({source})</source>
        <translation>ventana {window}, nivel {level} ({source})</translation>
    </message>
    <message>
        <source>, or the window "as displayed"</source>
        <translation>, o la ventana "as displayed"</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller volume is shown by both; {measure} {similarity}; registrations each way agree to {disagreement} mm; moved {moved} mm and turned {turned} degrees against the files</source>
        <translation>ambos muestran el {overlap} % del volumen menor; {measure} {similarity}; los registros en ambos sentidos coinciden con {disagreement} mm de diferencia; desplazado {moved} mm y girado {turned} grados respecto a los archivos</translation>
    </message>
    <message>
        <source>Places are compared as the scene's transforms say.</source>
        <translation>Los lugares se comparan según las transformaciones de la escena.</translation>
    </message>
    <message>
        <source>Places are compared as the files say: nobody checked that the patient lay alike on both visits.</source>
        <translation>Los lugares se comparan según los archivos: nadie comprobó que el paciente estuviera colocado igual en ambas visitas.</translation>
    </message>
    <message>
        <source>the volumes have too little in common to begin with</source>
        <translation>los volúmenes tienen demasiado poco en común desde el principio</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller one is shown by both</source>
        <translation>ambos muestran solo el {overlap} % del menor</translation>
    </message>
    <message>
        <source>registrations each way differ by {distance} mm</source>
        <translation>los registros en ambos sentidos difieren en {distance} mm</translation>
    </message>
    <message>
        <source>what both show is too unlike ({measure} {similarity})</source>
        <translation>lo que ambos muestran es demasiado distinto ({measure} {similarity})</translation>
    </message>
    <message>
        <source>Places are compared after a rigid registration by SimpleITK: {quality}.</source>
        <translation>Los lugares se comparan tras un registro rígido con SimpleITK: {quality}.</translation>
    </message>
    <message>
        <source>A volume</source>
        <translation>Un volumen</translation>
    </message>
    <message>
        <source>another</source>
        <translation>otro</translation>
    </message>
    <message>
        <source>Differences of boxes, as figures: no diagnosis. For research use only.</source>
        <translation>Diferencias de cajas, como cifras: no es un diagnóstico. Solo para investigación.</translation>
    </message>
    <message>
        <source>No end of a box is known better than {finest} mm: smaller changes say nothing.</source>
        <translation>Ningún extremo de una caja se conoce con más precisión que {finest} mm: cambios menores no dicen nada.</translation>
    </message>
    <message>
        <source>They were answered by two models: differences may be the models'.</source>
        <translation>Respondieron dos modelos: las diferencias pueden deberse a ellos.</translation>
    </message>
    <message>
        <source>They were answered by two revisions of the model: differences may be the models'.</source>
        <translation>Respondieron dos revisiones del modelo: las diferencias pueden deberse a ellas.</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>desconocida</translation>
    </message>
    <message>
        <source>They are of two modalities ({first} and {second}): what a box is drawn round may differ.</source>
        <translation>Son de dos modalidades ({first} y {second}): aquello alrededor de lo que se dibuja una caja puede diferir.</translation>
    </message>
    <message>
        <source>A search did not come to its own end (budget or cancel): its boxes may grow.</source>
        <translation>Una búsqueda no llegó a su propio final (límite o cancelación): sus cajas aún pueden crecer.</translation>
    </message>
    <message>
        <source>The boxes' sides lie up to {angle} degrees against one another, which alters sizes.</source>
        <translation>Los lados de las cajas forman hasta {angle} grados entre sí, lo que altera los tamaños.</translation>
    </message>
    <message>
        <source>The model is unsure of a box.</source>
        <translation>El modelo duda de una caja.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the first visit: no change is told that way.</source>
        <translation>Cortado en el borde del volumen ({ends}) en la primera visita: en ese sentido no se indica ningún cambio.</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the second visit: no change is told that way.</source>
        <translation>Cortado en el borde del volumen ({ends}) en la segunda visita: en ese sentido no se indica ningún cambio.</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the first visit: no change is told that way.</source>
        <translation>Su extremo ({ends}) se supuso en la primera visita: en ese sentido no se indica ningún cambio.</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the second visit: no change is told that way.</source>
        <translation>Su extremo ({ends}) se supuso en la segunda visita: en ese sentido no se indica ningún cambio.</translation>
    </message>
    <message>
        <source>{size} mm</source>
        <translation>{size} mm</translation>
    </message>
    <message>
        <source>{size} mm, box {volume} cm3</source>
        <translation>{size} mm, caja {volume} cm3</translation>
    </message>
    <message>
        <source>This model points and draws no boxes: choose a model that answers with boxes.</source>
        <translation>Este modelo señala y no dibuja cajas: elija un modelo que responda con cajas.</translation>
    </message>
    <message>
        <source>How this model writes boxes is not known.</source>
        <translation>No se sabe cómo escribe cajas este modelo.</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole boxes were kept.</source>
        <translation>La respuesta se interrumpe; solo se conservaron las cajas completas.</translation>
    </message>
    <message>
        <source>A point needs two numbers, not {shown}.</source>
        <translation>Un punto necesita dos números, no {shown}.</translation>
    </message>
    <message>
        <source>A box needs four numbers, not {shown}.</source>
        <translation>Una caja necesita cuatro números, no {shown}.</translation>
    </message>
    <message>
        <source>The point {shown} leaves the 0-{largest} scale.</source>
        <translation>El punto {shown} se sale de la escala 0-{largest}.</translation>
    </message>
    <message>
        <source>The box {shown} leaves the 0-{largest} scale.</source>
        <translation>La caja {shown} se sale de la escala 0-{largest}.</translation>
    </message>
    <message>
        <source>The box {shown} is empty or inverted.</source>
        <translation>La caja {shown} está vacía o invertida.</translation>
    </message>
    <message>
        <source>The box {shown} lies beside the slice.</source>
        <translation>La caja {shown} está fuera del corte.</translation>
    </message>
    <message>
        <source>The model in {folder}, of the family {family}, looks by its name or config.json like {like}.</source>
        <translation>El modelo de {folder}, de la familia {family}, parece por su nombre o su config.json {like}.</translation>
    </message>
    <message>
        <source>{file} says "misground": {told!r}, which no model of its type is.</source>
        <translation>{file} dice "misground": {told!r}, que no es ningún modelo de su tipo.</translation>
    </message>
    <message>
        <source>Its boxes are read as those of {name}, as you said.</source>
        <translation>Sus cajas se leen como las de {name}, como usted indicó.</translation>
    </message>
    <message>
        <source>A box is asked of one picture; for several, or none, ask in words.</source>
        <translation>Una caja se pide sobre una imagen; sobre varias, o ninguna, pregunte con palabras.</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to name the slice of a box.</source>
        <translation>Los autores de {name} no dicen que se entrenara para nombrar el corte de una caja.</translation>
    </message>
    <message>
        <source>{name} finds boxes in one slice at a time, and cannot say which of {count} slices a box is in. Ask slice by slice, or choose a model that writes boxes as JSON, such as Qwen3-VL.</source>
        <translation>{name} encuentra cajas en un corte a la vez, y no puede decir en cuál de {count} cortes está una caja. Pregunte corte por corte, o elija un modelo que escriba las cajas como JSON, como Qwen3-VL.</translation>
    </message>
    <message>
        <source>{name} knows what it looks for by name only: descriptions are not told to it.</source>
        <translation>{name} conoce lo que busca solo por su nombre: no se le dan descripciones.</translation>
    </message>
    <message>
        <source>{name} does not answer in words: choose another model.</source>
        <translation>{name} no responde con palabras: elija otro modelo.</translation>
    </message>
    <message>
        <source>{name} takes one picture, not {count}: choose another model.</source>
        <translation>{name} admite una imagen, no {count}: elija otro modelo.</translation>
    </message>
    <message>
        <source>{name} was not asked for points.</source>
        <translation>A {name} no se le pidieron puntos.</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>tokenizador</translation>
    </message>
    <message>
        <source>picture settings</source>
        <translation>ajustes de imagen</translation>
    </message>
    <message>
        <source>Copy or download the model again.</source>
        <translation>Copie o descargue el modelo otra vez.</translation>
    </message>
    <message>
        <source>Reinstall the MISGround extension or, in a clone, run: git checkout -- MISGround/Resources/Models/{model}</source>
        <translation>Reinstale la extensión MISGround o, en un clon, ejecute: git checkout -- MISGround/Resources/Models/{model}</translation>
    </message>
    <message>
        <source>Downloading {model}</source>
        <translation>Descargando {model}</translation>
    </message>
    <message>
        <source>A box names no picture, where 1 to {count} were shown.</source>
        <translation>Una caja no indica imagen, cuando se mostraron de 1 a {count}.</translation>
    </message>
    <message>
        <source>A box names the picture {picture}, where 1 to {count} were shown.</source>
        <translation>Una caja indica la imagen {picture}, cuando se mostraron de 1 a {count}.</translation>
    </message>
    <message>
        <source>Of this family, MedGemma 1.5 was trained to draw boxes, on chest X-rays; other models were not.</source>
        <translation>De esta familia, MedGemma 1.5 se entrenó para dibujar cajas, en radiografías de tórax; otros modelos no.</translation>
    </message>
    <message>
        <source>The makers of Gemma 4 do not say in which order it writes the corners of a box, so that none is asked for. If you know it, give the box format (--box-format gemma where y comes before x, as others report), or choose another model.</source>
        <translation>Los autores de Gemma 4 no dicen en qué orden escribe las esquinas de una caja, por lo que no se le pide ninguna. Si usted lo sabe, indique el formato de caja (--box-format gemma si y va antes que x, como informan otros), o elija otro modelo.</translation>
    </message>
    <message>
        <source>The makers of this family do not say that it was trained to draw boxes.</source>
        <translation>Los autores de esta familia no dicen que se entrenara para dibujar cajas.</translation>
    </message>
    <message>
        <source>SAM 3 was trained on everyday pictures, and is told neither the plane nor which side is the patient's left. It writes no words: semantic sampling does not apply and was off.</source>
        <translation>SAM 3 se entrenó con imágenes cotidianas, y no se le dice ni el plano ni qué lado es la izquierda del paciente. No escribe palabras: el muestreo semántico no se aplica y estaba desactivado.</translation>
    </message>
    <message>
        <source>Molmo 2 points and draws no boxes. Ask it to point ("point at the liver") on a slice, or choose a model that answers with boxes.</source>
        <translation>Molmo 2 señala puntos y no dibuja cajas. Pídale que señale ("point at the liver") en un corte, o elija un modelo que responda con cajas.</translation>
    </message>
    <message>
        <source>This part of SAM 3 follows points and boxes and reads no words. Choose the whole of SAM 3.</source>
        <translation>Esta parte de SAM 3 sigue puntos y cajas y no lee palabras. Elija SAM 3 completo.</translation>
    </message>
    <message>
        <source>It is an InternVL in its makers' own code, which MISGround does not run. Choose its copy in transformers' format (its name ends in "-hf"), or let a server hold it.</source>
        <translation>Es un InternVL en el código propio de sus autores, que MISGround no ejecuta. Elija su copia en el formato de transformers (su nombre termina en "-hf"), o deje que un servidor lo aloje.</translation>
    </message>
    <message>
        <source>MedGemma 1.5 was trained to draw boxes on chest X-rays, not on CT or MR.</source>
        <translation>MedGemma 1.5 se entrenó para dibujar cajas en radiografías de tórax, no en TC ni RM.</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to draw boxes: it is asked as an InternVL is.</source>
        <translation>Los autores de {name} no dicen que se entrenara para dibujar cajas: se le pregunta como a un InternVL.</translation>
    </message>
    <message>
        <source>Loading {model}</source>
        <translation>Cargando {model}</translation>
    </message>
    <message>
        <source>{model} does not know {query}: {problem}. `misground models` lists its {known} structures.</source>
        <translation>{model} no conoce {query}: {problem}. `misground models` muestra sus {known} estructuras.</translation>
    </message>
    <message>
        <source>{others} or {last}</source>
        <translation>{others} o {last}</translation>
    </message>
    <message>
        <source>{model} does not know {query} (did you mean {names}?). `misground models` lists its {known} structures.</source>
        <translation>{model} no conoce {query} (¿quiso decir {names}?). `misground models` muestra sus {known} estructuras.</translation>
    </message>
    <message>
        <source>{model} does not know {query}. `misground models` lists its {known} structures.</source>
        <translation>{model} no conoce {query}. `misground models` muestra sus {known} estructuras.</translation>
    </message>
    <message>
        <source>{model} knows structures by name only, and {query} tells where something lies. Name the structure, or choose a model that reads free text.</source>
        <translation>{model} conoce las estructuras solo por su nombre, y {query} dice dónde está algo. Nombre la estructura, o elija un modelo que lea texto libre.</translation>
    </message>
    <message>
        <source>{model} finds the {name} of the knee in the picture, be it the {side} or not.</source>
        <translation>{model} encuentra {name} de la rodilla de la imagen, sea el lado pedido ({side}) o no.</translation>
    </message>
    <message>
        <source>{model} finds one side at a time: ask for "{first}" or "{second}".</source>
        <translation>{model} encuentra un lado a la vez: pregunte por "{first}" o "{second}".</translation>
    </message>
    <message>
        <source>{model} answers with boxes only: choose a larger model for questions in words.</source>
        <translation>{model} responde solo con cajas: elija un modelo más grande para preguntas con palabras.</translation>
    </message>
    <message>
        <source>The point {shown} lies beside the slice.</source>
        <translation>El punto {shown} queda fuera del corte.</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole points were kept.</source>
        <translation>La respuesta se interrumpe; solo se conservaron los puntos completos.</translation>
    </message>
    <message>
        <source>The answer holds no point that could be read.</source>
        <translation>La respuesta no contiene ningún punto legible.</translation>
    </message>
    <message>
        <source>The answer holds no box that could be read.</source>
        <translation>La respuesta no contiene ninguna caja legible.</translation>
    </message>
    <message>
        <source>It deems it there ({presence}) and is sure of no box: the best has {best}, and {needed} is needed.</source>
        <translation>Considera que está ({presence}), pero no está seguro de ninguna caja: la mejor tiene {best}, y se necesita {needed}.</translation>
    </message>
    <message>
        <source>Right box</source>
        <translation>Acierto</translation>
    </message>
    <message>
        <source>The structure is there, and the box overlaps its true one by half or more (IoU &gt;= 0.5).</source>
        <translation>La estructura está, y la caja solapa la verdadera en la mitad o más (IoU &gt;= 0.5).</translation>
    </message>
    <message>
        <source>Mean overlap</source>
        <translation>IoU media</translation>
    </message>
    <message>
        <source>Intersection over union of box and true box; 0 where it was missed.</source>
        <translation>Intersección sobre unión de la caja y la verdadera; 0 si no se encontró.</translation>
    </message>
    <message>
        <source>Absent said absent</source>
        <translation>Ausente</translation>
    </message>
    <message>
        <source>The structure is not on the slice, and the model says so.</source>
        <translation>La estructura no está en el corte, y el modelo lo dice.</translation>
    </message>
    <message>
        <source>Sides confused</source>
        <translation>Otro lado</translation>
    </message>
    <message>
        <source>The box lies on the other side's structure.</source>
        <translation>La caja está en la estructura del otro lado.</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>Ilegible</translation>
    </message>
    <message>
        <source>The model gave no answer that can be read, or could not be asked.</source>
        <translation>El modelo no dio una respuesta legible, o no se le pudo preguntar.</translation>
    </message>
    <message>
        <source>Time a query</source>
        <translation>Tiempo</translation>
    </message>
    <message>
        <source>The median.</source>
        <translation>La mediana.</translation>
    </message>
    <message>
        <source>axial</source>
        <translation>axial</translation>
    </message>
    <message>
        <source>coronal</source>
        <translation>coronal</translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation>sagital</translation>
    </message>
    <message>
        <source>oblique</source>
        <translation>oblicuo</translation>
    </message>
    <message>
        <source>back</source>
        <translation>posterior</translation>
    </message>
    <message>
        <source>front</source>
        <translation>anterior</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>inferior</translation>
    </message>
    <message>
        <source>upper</source>
        <translation>superior</translation>
    </message>
    <message>
        <source>up</source>
        <translation>arriba</translation>
    </message>
    <message>
        <source>down</source>
        <translation>abajo</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>ausente</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>no encontrado hasta ahora</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>respuesta no utilizable</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>preset</translation>
    </message>
    <message>
        <source>as displayed</source>
        <translation>como se muestra</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>correlación</translation>
    </message>
    <message>
        <source>correlation ratio</source>
        <translation>razón de correlación</translation>
    </message>
    <message>
        <source>abdomen</source>
        <translation>abdomen</translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation>pelvis</translation>
    </message>
    <message>
        <source>chest</source>
        <translation>tórax</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>cerebro</translation>
    </message>
    <message>
        <source>head and neck</source>
        <translation>cabeza/cuello</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>columna</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>rodilla</translation>
    </message>
    <message>
        <source>muscles</source>
        <translation>músculos</translation>
    </message>
    <message>
        <source>bones</source>
        <translation>huesos</translation>
    </message>
</context>
</TS>
