<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>MISGround</name>
    <message>
        <source>Volume:</source>
        <translation>体数据：</translation>
    </message>
    <message>
        <source>The volume that the question is about.</source>
        <translation>问题所针对的体数据。</translation>
    </message>
    <message>
        <source>Look in:</source>
        <translation>搜索范围：</translation>
    </message>
    <message>
        <source>whole volume: slices are asked one after the other until each target has one 3D box, wherever it lies; boxes show early and grow. this slice: one question a target, about the slice view below. Saved with the scene.</source>
        <translation>整个体数据：逐层询问，直到每个目标都有一个三维框，无论它在何处；框会尽早显示并逐渐扩大。当前切片：每个目标一个问题，针对下面的切片视图。随场景保存。</translation>
    </message>
    <message>
        <source>Of a 4D sequence: every item is searched, one after the other, and the boxes follow the sequence as it is browsed. Off: the item shown is searched, and its boxes are hidden at the others. A limit of questions holds for each item.</source>
        <translation>用于四维序列：逐项搜索，浏览序列时框随之变化。关闭：只搜索所显示的项，其框在其他项上隐藏。问题数上限对每一项分别有效。</translation>
    </message>
    <message>
        <source>every item</source>
        <translation>每一项</translation>
    </message>
    <message>
        <source>Slice view:</source>
        <translation>切片视图：</translation>
    </message>
    <message>
        <source>For this slice alone: the model looks at the slice that this view shows, in the view's plane. How the view is turned, its size and its zoom do not matter.</source>
        <translation>仅用于当前切片：模型看到的是此视图所显示的切片，在该视图的平面内。视图的旋转、大小和缩放不影响结果。</translation>
    </message>
    <message>
        <source>Model:</source>
        <translation>模型：</translation>
    </message>
    <message>
        <source>The embedded model, or a model of your own: choose its folder with "...", or type its Hugging Face id (owner/name). Or the address of a vLLM server that you run: server:http://127.0.0.1:8000, with #NAME of the model where it serves several.</source>
        <translation>内置模型或您自己的模型：用“...”选择其文件夹，或输入其 Hugging Face 标识（owner/name）。也可以是您运行的 vLLM 服务器地址：server:http://127.0.0.1:8000，如果它提供多个模型，请加上 #NAME。</translation>
    </message>
    <message>
        <source>Choose the folder of a model on this computer (config.json and *.safetensors).</source>
        <translation>选择本机上模型的文件夹（config.json 和 *.safetensors）。</translation>
    </message>
    <message>
        <source>Models that can be had and those that are here: their size, licence and memory; download, add, remove.</source>
        <translation>可获取的模型和本机已有的模型：大小、许可证和内存；下载、添加、移除。</translation>
    </message>
    <message>
        <source>Models...</source>
        <translation>模型...</translation>
    </message>
    <message>
        <source>Where the picture of the slice and your words go.</source>
        <translation>切片图像和您输入的文字发往何处。</translation>
    </message>
    <message>
        <source>An estimate from the model's files: weights, the longest answer, the largest picture, the neighbour graph.</source>
        <translation>根据模型文件估计：权重、最长的回答、最大的图像、邻居图。</translation>
    </message>
    <message>
        <source>Let the picture of the slice and your words go to the server named above, on another computer. Off until you tick it, for this address only; not saved with the scene.</source>
        <translation>允许把切片图像和您输入的文字发送到上面所写的另一台计算机上的服务器。在您勾选之前关闭，只对此地址有效；不随场景保存。</translation>
    </message>
    <message>
        <source>Pictures may leave this computer</source>
        <translation>图像可以离开本机</translation>
    </message>
    <message>
        <source>Window:</source>
        <translation>窗宽窗位：</translation>
    </message>
    <message>
        <source>The grey values that the model sees. automatic: the window and level of the kind of scan (for CT 400 and 40), whatever the views show. as displayed: those of the views. The answer says which it was.</source>
        <translation>模型看到的灰度。automatic：该类扫描的窗宽和窗位（CT 为 400 和 40），与视图的显示无关。as displayed：视图的窗宽窗位。回答会说明用的是哪一种。</translation>
    </message>
    <message>
        <source>Modality:</source>
        <translation>模态：</translation>
    </message>
    <message>
        <source>What kind of scan the model is told. automatic: what the scan says, or looks like. Choose another where that is wrong, such as an MR taken for CT. For this volume only.</source>
        <translation>告诉模型这是哪一类扫描。automatic：按扫描所注明的或看起来的类型。如果不对（例如 MR 被当作 CT），请另选。仅对此体数据有效。</translation>
    </message>
    <message>
        <source>What to look for, one target a line:</source>
        <translation>要找什么，每行一个目标：</translation>
    </message>
    <message>
        <source>One target a line. Left and right are the patient's. Ctrl+Enter asks the model.</source>
        <translation>每行一个目标。左右均指患者的左右。按 Ctrl+Enter 询问模型。</translation>
    </message>
    <message>
        <source>For example: left kidney; liver; vertebrae</source>
        <translation>例如：左肾；肝；椎骨</translation>
    </message>
    <message>
        <source>How the line that you type may go on, in the languages that MISGround reads; sets such as abdomen; what you asked before. A click takes one, or Tab and Enter; Ctrl+Space takes the first.</source>
        <translation>您输入的这一行可以如何继续，支持 MISGround 能读的各种语言；也有成组的目标，如腹部；还有您以前问过的内容。点击可选用，或按 Tab 再按 Enter；Ctrl+空格选用第一个。</translation>
    </message>
    <message>
        <source>The structures that the chosen model can be asked for.</source>
        <translation>可以向所选模型询问的结构。</translation>
    </message>
    <message>
        <source>What this model knows</source>
        <translation>此模型认识的结构</translation>
    </message>
    <message>
        <source>Part of a name, of a synonym, or of a name in German, French, Spanish or Chinese. Enter takes the first one found.</source>
        <translation>名称、同义词，或德语、法语、西班牙语、中文名称的一部分。按 Enter 选用第一个找到的。</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>A double click, or Enter, puts a name into the query.</source>
        <translation>双击或按 Enter 可把名称放入查询。</translation>
    </message>
    <message>
        <source>From the seconds that a question took with this model on this computer, when it was last asked here.</source>
        <translation>根据上次在本机上用此模型时每个问题所用的秒数估计。</translation>
    </message>
    <message>
        <source>Find the targets (Ctrl+Enter).</source>
        <translation>查找目标（Ctrl+Enter）。</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>How far the answer has come.</source>
        <translation>回答的进度。</translation>
    </message>
    <message>
        <source>What happens now, what was found, or what to put right.</source>
        <translation>正在做什么、找到了什么，或需要改正什么。</translation>
    </message>
    <message>
        <source>What the model is writing.</source>
        <translation>模型正在写的内容。</translation>
    </message>
    <message>
        <source>There is no answer to the last query. These rows, and the boxes in the scene, are of the one before it.</source>
        <translation>上一次查询没有答案。这些行以及场景中的框属于再前一次查询。</translation>
    </message>
    <message>
        <source>What was found. Choose a row to bring the views there and to read what speaks for it. unsure: a box with a low score, drawn pale. Keys: Enter accepts, Backspace rejects, F2 renames, Delete removes, Space shows one box alone.</source>
        <translation>找到的结果。选择一行，视图会移到该处，并可查看依据。不确定：得分低的框，颜色较浅。按键：Enter 接受，Backspace 拒绝，F2 重命名，Delete 移除，空格只显示一个框。</translation>
    </message>
    <message>
        <source>The box is right (Enter in the table). It is no longer pale or called unsure. Again takes that back.</source>
        <translation>框是对的（表格中按 Enter）。它不再呈浅色，也不再标为不确定。再按一次则撤销。</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>接受</translation>
    </message>
    <message>
        <source>The box is wrong (Backspace in the table). It is hidden and stays in the table as rejected. Again takes that back.</source>
        <translation>框是错的（表格中按 Backspace）。它被隐藏，在表格中保留为“已拒绝”。再按一次则撤销。</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Give the box your own name (F2 in the table). What was asked stays with it.</source>
        <translation>给框取您自己的名称（表格中按 F2）。所问的内容仍随框保留。</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Unlock the box, to drag it or its handles in the views (Ctrl+E in the table); again locks it. What you change is kept with the box as yours, with before and after.</source>
        <translation>解锁框，以便在视图中拖动它或其控制点（表格中按 Ctrl+E）；再按一次则锁定。您的修改会记为您所做，连同前后位置一起随框保存。</translation>
    </message>
    <message>
        <source>Adjust</source>
        <translation>调整</translation>
    </message>
    <message>
        <source>Take the box out of the scene (Delete in the table). Undo last puts it back.</source>
        <translation>从场景中移除此框（表格中按 Delete）。“撤销上一步”可恢复。</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>Hide every other box of MISGround (Space in the table); again shows them.</source>
        <translation>隐藏 MISGround 的所有其他框（表格中按空格）；再按一次则显示。</translation>
    </message>
    <message>
        <source>Show only</source>
        <translation>只显示此框</translation>
    </message>
    <message>
        <source>All that is known of the chosen row: the model's own words, what speaks for it, what MIS-SemSam changed, what you did (Ctrl+D in the table).</source>
        <translation>所选行的全部信息：模型的原话、依据、MIS-SemSam 的改动、您的操作（表格中按 Ctrl+D）。</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Put the whole answer on the clipboard as text (Ctrl+C in the table).</source>
        <translation>把整个回答以文本形式放入剪贴板（表格中按 Ctrl+C）。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>What is known of the chosen row. It can be selected and copied.</source>
        <translation>所选行的已知信息。可选中并复制。</translation>
    </message>
    <message>
        <source>Take back the last step (Ctrl+Z): the boxes of the last query go (a search on its way ends with them), boxes that were cleared or removed come back, or a change of a box is undone. Nothing else in the scene changes.</source>
        <translation>撤销上一步（Ctrl+Z）：去掉上次查询的框（正在进行的搜索随之结束），恢复已清除或移除的框，或撤销对框的修改。场景中其他内容不变。</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>撤销上一步</translation>
    </message>
    <message>
        <source>Do again what was taken back last (Ctrl+Y).</source>
        <translation>重做上次撤销的内容（Ctrl+Y）。</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Take every box that MISGround drew out of the scene. Undo last puts them back.</source>
        <translation>从场景中移除 MISGround 画的所有框。“撤销上一步”可恢复。</translation>
    </message>
    <message>
        <source>Clear boxes</source>
        <translation>清除框</translation>
    </message>
    <message>
        <source>Write the last answer, or its boxes as a table, as JSON, as a DICOM report or as a page with pictures, to a folder.</source>
        <translation>把上次的回答，或其框（表格、JSON、DICOM 报告或带图页面），写入文件夹。</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Make a segment of the chosen row's box, for you to correct: what lies inside the box and has the grey values of its middle. It goes into a segmentation of MISGround's own; no segment of yours is changed.</source>
        <translation>用所选行的框生成一个分割段，供您修改：框内与中心灰度相近的部分。它放入 MISGround 自己的分割中；您的分割段不会改变。</translation>
    </message>
    <message>
        <source>Send to Segment Editor</source>
        <translation>送至分割编辑器</translation>
    </message>
    <message>
        <source>Open Crop Volume with the chosen row's box as its ROI and the searched volume as its input. You press Apply there.</source>
        <translation>打开“裁剪体积”（Crop Volume），以所选行的框为 ROI，以所搜索的体数据为输入。请在那里按“应用”。</translation>
    </message>
    <message>
        <source>Crop</source>
        <translation>裁剪</translation>
    </message>
    <message>
        <source>Prompt nnInteractive with the middle slice of the chosen row's box, as if you had drawn it there. It segments into a new segment of MISGround's own; no segment of yours is changed. Initialize nnInteractive first.</source>
        <translation>把所选行的框的中间切片作为提示交给 nnInteractive，如同您在那里画的一样。它分割到 MISGround 自己的新分割段中；您的分割段不会改变。请先初始化 nnInteractive。</translation>
    </message>
    <message>
        <source>What was asked in this scene; saved with it.</source>
        <translation>在此场景中问过的内容；随场景保存。</translation>
    </message>
    <message>
        <source>Earlier queries</source>
        <translation>以前的查询</translation>
    </message>
    <message>
        <source>The latest first. A double click, or Enter, asks one again, of the volume and with the settings that are chosen now.</source>
        <translation>最新的在前。双击或按 Enter 可再次询问，使用当前所选的体数据和设置。</translation>
    </message>
    <message>
        <source>Ask the chosen query again, of the volume and with the settings that are chosen now.</source>
        <translation>再次询问所选的查询，使用当前所选的体数据和设置。</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>再次询问</translation>
    </message>
    <message>
        <source>Asks several volumes of the scene what is typed above, one after the other, and compares two visits.</source>
        <translation>对场景中的多个体数据逐个询问上面输入的内容，并比较两次检查。</translation>
    </message>
    <message>
        <source>Several volumes</source>
        <translation>多个体数据</translation>
    </message>
    <message>
        <source>The volumes of the scene. Space checks one.</source>
        <translation>场景中的体数据。按空格可勾选。</translation>
    </message>
    <message>
        <source>Search each checked volume for what is typed above. A volume that is answered is not asked again; the answers are saved with the scene.</source>
        <translation>在每个勾选的体数据中查找上面输入的内容。已回答的体数据不再询问；回答随场景保存。</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>询问勾选的体数据</translation>
    </message>
    <message>
        <source>Sizes and places of the boxes of two checked volumes, side by side. They are asked first where they were not.</source>
        <translation>并列显示两个勾选的体数据中框的大小和位置。尚未询问的会先询问。</translation>
    </message>
    <message>
        <source>Compare two visits</source>
        <translation>比较两次检查</translation>
    </message>
    <message>
        <source>Compare places after a rigid registration, whose quality is told; where it failed, nothing is compared. Unchecked: as the scene's transforms or the files say.</source>
        <translation>刚性配准后比较位置，并说明配准质量；配准失败则不比较。不勾选：按场景的变换或文件所示。</translation>
    </message>
    <message>
        <source>register</source>
        <translation>配准</translation>
    </message>
    <message>
        <source>Changes are the second visit's minus the first's: of size from left to right, from back to front and upwards; of the box; of the centre's place.</source>
        <translation>变化为第二次检查减第一次：从左到右、从后到前和向上的大小；框；中心的位置。</translation>
    </message>
    <message>
        <source>How the model chooses its words, where it runs, and how much it is asked.</source>
        <translation>模型如何选词、在哪里运行、最多问多少。</translation>
    </message>
    <message>
        <source>Decoding and device</source>
        <translation>解码与设备</translation>
    </message>
    <message>
        <source>Decoding:</source>
        <translation>解码：</translation>
    </message>
    <message>
        <source>semsam: MIS-SemSam, semantic sampling, steadies the words of an answer. greedy: always the most probable token. The others are controls to compare with: no-neighbours, shuffled and case-merge take from semantic sampling what gives it meaning.</source>
        <translation>semsam：MIS-SemSam，语义采样，使回答的用词更稳定。greedy：总是取最可能的词元。其余为对照：no-neighbours、shuffled 和 case-merge 去掉了语义采样中的语义。</translation>
    </message>
    <message>
        <source>Mode:</source>
        <translation>模式：</translation>
    </message>
    <message>
        <source>safe: numbers, brackets and the decision found or not found stay the model's own. paper: the rule acts on every token.</source>
        <translation>safe：数字、括号以及“找到或未找到”的判断保持模型原样。paper：规则作用于每个词元。</translation>
    </message>
    <message>
        <source>Candidates (M):</source>
        <translation>候选数（M）：</translation>
    </message>
    <message>
        <source>How many of the most probable tokens are considered at each step.</source>
        <translation>每一步考虑多少个最可能的词元。</translation>
    </message>
    <message>
        <source>Nucleus (top-p):</source>
        <translation>核采样（top-p）：</translation>
    </message>
    <message>
        <source>The candidates are cut to the fewest that hold this share of the probability.</source>
        <translation>候选缩减到合计达到此概率份额的最少个数。</translation>
    </message>
    <message>
        <source>Neighbours (K):</source>
        <translation>邻居数（K）：</translation>
    </message>
    <message>
        <source>How many neighbours in meaning support a token, itself included. 1 is the same as greedy.</source>
        <translation>有多少个语义相近的词元支持一个词元，包括它自己。1 等同于 greedy。</translation>
    </message>
    <message>
        <source>Draw at random:</source>
        <translation>随机抽取：</translation>
    </message>
    <message>
        <source>Draw the next token by its score with the seed below, in place of the best one. Off: the same question gives the same answer.</source>
        <translation>按得分用下面的种子随机抽取下一个词元，而不是取最好的一个。关闭：同样的问题得到同样的回答。</translation>
    </message>
    <message>
        <source>Seed:</source>
        <translation>种子：</translation>
    </message>
    <message>
        <source>Start of the random numbers; kept with every box, so that an answer can be repeated.</source>
        <translation>随机数的起点；随每个框保存，以便重现回答。</translation>
    </message>
    <message>
        <source>Device:</source>
        <translation>设备：</translation>
    </message>
    <message>
        <source>Where the model runs. auto takes the graphics card if there is one that fits (cuda, mps), else the processor.</source>
        <translation>模型在哪里运行。auto：有合适的显卡（cuda、mps）时用显卡，否则用处理器。</translation>
    </message>
    <message>
        <source>Precision:</source>
        <translation>精度：</translation>
    </message>
    <message>
        <source>How the model's weights are held. auto: 16 or 32 bit, as the device computes. 8bit, 4bit: rounded to a half or a quarter of the memory, on a CUDA graphics card only; boxes can differ a little.</source>
        <translation>模型权重的存储方式。auto：16 或 32 位，按设备的计算方式。8bit、4bit：舍入到一半或四分之一的内存，仅限 CUDA 显卡；框可能略有不同。</translation>
    </message>
    <message>
        <source>Load even so:</source>
        <translation>仍然加载：</translation>
    </message>
    <message>
        <source>Load a model even where the estimate says that it needs more memory than is free. The computer can become very slow, or end the model's process. Not saved with the scene.</source>
        <translation>即使估计所需内存超过可用内存，也加载模型。计算机可能变得很慢，或终止模型进程。不随场景保存。</translation>
    </message>
    <message>
        <source>Allow download:</source>
        <translation>允许下载：</translation>
    </message>
    <message>
        <source>Fetch a model typed by its Hugging Face id if it is not on this computer. Look at its size (often many gigabytes) and its licence on its page first. Images are never sent. Not saved with the scene.</source>
        <translation>如果以 Hugging Face 标识输入的模型不在本机上，则下载它。请先在其页面查看大小（常有许多 GB）和许可证。绝不发送图像。不随场景保存。</translation>
    </message>
    <message>
        <source>Most questions:</source>
        <translation>最多问题数：</translation>
    </message>
    <message>
        <source>Of a whole volume: where the search stops with what is known by then, all targets together. 0: as many questions as it takes.</source>
        <translation>用于整个体数据：搜索在此处停止，保留已知结果，所有目标合计。0：需要多少问多少。</translation>
    </message>
    <message>
        <source>Box format:</source>
        <translation>框的格式：</translation>
    </message>
    <message>
        <source>How the model writes its boxes. automatic: as is known of the model. Choose another only for a model that was trained to write them otherwise than its family: a box that is read in the wrong format lies elsewhere.</source>
        <translation>模型书写框的方式。automatic：按该模型已知的格式。仅当模型经训练后书写方式与其系列不同时才另选：以错误格式读取的框会落在别处。</translation>
    </message>
    <message>
        <source>Audit file:</source>
        <translation>审计文件：</translation>
    </message>
    <message>
        <source>A file that gets a line for each answer and for each box that you accept or reject: time, model, the volume's UID or a hash of it, query, answer. No pixel, no name. Empty: no audit. Kept on this computer, not with the scene.</source>
        <translation>每个回答以及您接受或拒绝的每个框都会在此文件中记一行：时间、模型、体数据的 UID 或其哈希、查询、回答。不含像素，不含姓名。留空：不审计。保存在本机上，不随场景保存。</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose the audit file. Lines are added to its end.</source>
        <translation>选择审计文件。新行追加到末尾。</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Describe structures:</source>
        <translation>描述结构：</translation>
    </message>
    <message>
        <source>Tell the model what a structure looks like too: its shape, its density in CT or its intensity in MR, its usual place. For models that read free text; misground-mini knows structures by name only. Whether it helps a model is not known: misground bench run --describe measures it.</source>
        <translation>同时告诉模型结构的样子：形状、CT 密度或 MR 信号强度、常见位置。用于能读自由文本的模型；misground-mini 只按名称认识结构。是否对模型有帮助尚不清楚：可用 misground bench run --describe 测量。</translation>
    </message>
    <message>
        <source>Asks the chosen model about a small fixed set of drawn pictures whose truth is known, and counts what is right.</source>
        <translation>用一小组固定的、答案已知的绘制图像询问所选模型，并统计答对的数目。</translation>
    </message>
    <message>
        <source>How far can I trust this model?</source>
        <translation>这个模型有多可信？</translation>
    </message>
    <message>
        <source>About 50 questions to the model chosen above, in its own process; Slicer stays usable. The scene is not touched. For labelled scans of your own there is the command misground bench.</source>
        <translation>向上面所选的模型提约 50 个问题，在其自己的进程中进行；Slicer 仍可使用。不改动场景。若要用您自己的带标注扫描，可用命令 misground bench。</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>检查模型</translation>
    </message>
    <message>
        <source>What was measured, with its 95 % interval; what a guess of the usual place gets; of how many questions. Each row says more.</source>
        <translation>测量结果及其 95% 区间；按常见位置猜测的得分；问题数目。每行另有说明。</translation>
    </message>
    <message>
        <source>For research use only. Not for clinical use.</source>
        <translation>仅供研究使用，不得用于临床。</translation>
    </message>
    <message>
        <source>Type what you look for, one target a line, and press Ctrl+Enter: a vision-language model on this computer answers with labelled boxes, in the whole volume or on the slice shown. Left and right are the patient's. For research use only. Not for clinical use.</source>
        <translation>输入要找的内容，每行一个目标，按 Ctrl+Enter：本机上的视觉语言模型会在整个体数据或所显示的切片上用带标签的框回答。左右均指患者的左右。仅供研究使用，不得用于临床。</translation>
    </message>
    <message>
        <source>MISGround stands on 3D Slicer, PyTorch and Hugging Face Transformers. Its embedded model, misground-mini, was trained by the project on pictures that the project itself makes.</source>
        <translation>MISGround 基于 3D Slicer、PyTorch 和 Hugging Face Transformers。其内置模型 misground-mini 由本项目用自己制作的图像训练。</translation>
    </message>
</context>
<context>
    <name>ModelManager</name>
    <message>
        <source>MISGround: models</source>
        <translation>MISGround：模型</translation>
    </message>
    <message>
        <source>Every model that can be asked. Choose a row to read what it is good for, and what can be done with it.</source>
        <translation>所有可询问的模型。选择一行，查看该模型的用途和可执行的操作。</translation>
    </message>
    <message>
        <source>The Hugging Face id (owner/name) to look up: the chosen row's, or any other.</source>
        <translation>要查询的 Hugging Face 标识（owner/name）：所选行的，或任何其他的。</translation>
    </message>
    <message>
        <source>owner/name on Hugging Face</source>
        <translation>Hugging Face 上的 owner/name</translation>
    </message>
    <message>
        <source>Ask Hugging Face for the model's size and licence. Its name goes there, nothing else; nothing is downloaded yet.</source>
        <translation>向 Hugging Face 查询模型的大小和许可证。只发送模型名称，别无其他；此时还不下载。</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>查询</translation>
    </message>
    <message>
        <source>The download can begin once you agree to its size and its licence.</source>
        <translation>同意大小和许可证之后才能开始下载。</translation>
    </message>
    <message>
        <source>How much of the model is on this computer.</source>
        <translation>模型有多少已在本机上。</translation>
    </message>
    <message>
        <source>Ask this model from now on.</source>
        <translation>从现在起询问此模型。</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>使用</translation>
    </message>
    <message>
        <source>Download the model, or go on where a download was broken off. Each file is checked. Slicer stays usable; Cancel keeps what came.</source>
        <translation>下载模型，或继续中断的下载。每个文件都会校验。Slicer 仍可使用；“取消”会保留已收到的部分。</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Remove a download with its files. A folder of your own is only taken off the list.</source>
        <translation>移除下载的模型及其文件。您自己的文件夹只从列表中去掉。</translation>
    </message>
    <message>
        <source>Remove...</source>
        <translation>移除...</translation>
    </message>
    <message>
        <source>List the folder of a model on this computer (config.json and *.safetensors). It is not changed.</source>
        <translation>把本机上模型的文件夹列入（config.json 和 *.safetensors）。文件夹不会改变。</translation>
    </message>
    <message>
        <source>Add folder...</source>
        <translation>添加文件夹...</translation>
    </message>
    <message>
        <source>Open the folder that the downloads lie in.</source>
        <translation>打开存放下载内容的文件夹。</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>打开文件夹</translation>
    </message>
</context>
<context>
    <name>panel.answer_actions</name>
    <message>
        <source>Choose a row to read what is known of it.</source>
        <translation>选择一行以查看其已知信息。</translation>
    </message>
    <message>
        <source>A box that follows a sequence cannot be changed here: it is another one at each item.</source>
        <translation>随序列变化的框不能在此修改：它在每一项上都不同。</translation>
    </message>
    <message>
        <source>Accepted: {name}.</source>
        <translation>已接受：{name}。</translation>
    </message>
    <message>
        <source>Rejected, and hidden: {name}.</source>
        <translation>已拒绝并隐藏：{name}。</translation>
    </message>
    <message>
        <source>Neither accepted nor rejected any more: {name}.</source>
        <translation>不再标为接受或拒绝：{name}。</translation>
    </message>
    <message>
        <source>{before} is called {name} now.</source>
        <translation>{before} 现在名为 {name}。</translation>
    </message>
    <message>
        <source>The box is locked again.</source>
        <translation>框已重新锁定。</translation>
    </message>
    <message>
        <source>Drag {name} or its handles in a view. Adjust again locks it.</source>
        <translation>在视图中拖动 {name} 或其控制点。再按“调整”可锁定。</translation>
    </message>
    <message>
        <source>Removed: {name}. Undo last puts it back.</source>
        <translation>已移除：{name}。“撤销上一步”可恢复。</translation>
    </message>
    <message>
        <source>All boxes are shown again.</source>
        <translation>已重新显示所有框。</translation>
    </message>
    <message>
        <source>Shown alone: {name}.</source>
        <translation>只显示：{name}。</translation>
    </message>
    <message>
        <source>There is no answer to copy yet. Ask for something first.</source>
        <translation>还没有可复制的回答。请先提问。</translation>
    </message>
    <message>
        <source>The answer is on the clipboard.</source>
        <translation>回答已在剪贴板中。</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene: {count}.</source>
        <translation>从场景中移除的框：{count}。</translation>
    </message>
    <message>
        <source>There is no box of MISGround in the scene.</source>
        <translation>场景中没有 MISGround 的框。</translation>
    </message>
</context>
<context>
    <name>panel.answer_text</name>
    <message>
        <source>Asked: {query}, on the {plane} slice at {position}.</source>
        <translation>所问：{query}，{plane}切片，位置 {position}。</translation>
    </message>
    <message>
        <source>The model's box: {size} mm, its middle (RAS) at {middle} mm.</source>
        <translation>模型的框：{size} mm，中心（RAS）位于 {middle} mm。</translation>
    </message>
    <message>
        <source>The model's own point (RAS): {place} mm.</source>
        <translation>模型自己给出的点（RAS）：{place} mm。</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>模型写道：{answer}</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Asked: {query}, of the whole volume.</source>
        <translation>所问：{query}，整个体数据。</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}，{count} 个问题。</translation>
    </message>
    <message>
        <source>found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>not there</source>
        <translation>不在</translation>
    </message>
    <message>
        <source>nothing that can be used</source>
        <translation>无可用内容</translation>
    </message>
    <message>
        <source>nothing to see</source>
        <translation>无可见内容</translation>
    </message>
    <message>
        <source>{plane} {place}: {answer}, {score}</source>
        <translation>{plane} {place}：{answer}，{score}</translation>
    </message>
    <message>
        <source>... and {count} slices more.</source>
        <translation>... 另有 {count} 个切片。</translation>
    </message>
    <message>
        <source>Called {name} by its reader.</source>
        <translation>阅片者将其命名为 {name}。</translation>
    </message>
    <message>
        <source>{time}: adjusted by the reader, from {before} to {after}.</source>
        <translation>{time}：阅片者已调整，从 {before} 到 {after}。</translation>
    </message>
    <message>
        <source>{time}: renamed by the reader from {before}.</source>
        <translation>{time}：阅片者已重命名，原名 {before}。</translation>
    </message>
    <message>
        <source>{time}: accepted by the reader.</source>
        <translation>{time}：阅片者已接受。</translation>
    </message>
    <message>
        <source>{time}: rejected by the reader.</source>
        <translation>{time}：阅片者已拒绝。</translation>
    </message>
    <message>
        <source>{time}: opened again by the reader.</source>
        <translation>{time}：阅片者已撤销判断。</translation>
    </message>
    <message>
        <source>{size} mm at (RAS) {middle}</source>
        <translation>{size} mm，位于（RAS）{middle}</translation>
    </message>
    <message>
        <source>Decoding: {name}.</source>
        <translation>解码：{name}。</translation>
    </message>
    <message>
        <source>Decoding: {name}; of {steps} tokens {rescored} were weighed with their neighbours, {changed} changed.</source>
        <translation>解码：{name}；{steps} 个词元中，{rescored} 个结合邻居加权，{changed} 个被改变。</translation>
    </message>
    <message>
        <source>Token {step}: {before} became {after}.</source>
        <translation>词元 {step}：{before} 变为 {after}。</translation>
    </message>
    <message>
        <source>... and {count} changes more.</source>
        <translation>... 另有 {count} 处改变。</translation>
    </message>
    <message>
        <source>By {model}, revision {revision}, {time}.</source>
        <translation>由 {model} 回答，修订版 {revision}，{time}。</translation>
    </message>
</context>
<context>
    <name>panel.answers</name>
    <message>
        <source>These rows answer an earlier query: {queries}</source>
        <translation>这些行是较早一次查询的答案：{queries}</translation>
    </message>
    <message>
        <source>The rows below are the answer for {volume}.</source>
        <translation>下面各行是 {volume} 的回答。</translation>
    </message>
    <message>
        <source>The volume of the box is no longer in the scene. Load it again, and ask again.</source>
        <translation>该框的体数据已不在场景中。请重新加载并再次询问。</translation>
    </message>
    <message>
        <source>Choose the row of a box that is in the scene; then press the button again.</source>
        <translation>请选择框仍在场景中的一行，然后再按一次按钮。</translation>
    </message>
</context>
<context>
    <name>panel.audit_choice</name>
    <message>
        <source>File for the audit</source>
        <translation>审计文件</translation>
    </message>
    <message>
        <source>Lines of JSON (*.jsonl)</source>
        <translation>JSON 行 (*.jsonl)</translation>
    </message>
</context>
<context>
    <name>panel.display</name>
    <message>
        <source>Asking: {queries}</source>
        <translation>正在询问：{queries}</translation>
    </message>
    <message>
        <source>Starting the model's process</source>
        <translation>正在启动模型进程</translation>
    </message>
    <message>
        <source>Asking the server</source>
        <translation>正在询问服务器</translation>
    </message>
    <message>
        <source>Loading the model</source>
        <translation>正在加载模型</translation>
    </message>
    <message>
        <source>Preparing the semantic neighbours</source>
        <translation>正在准备语义邻居</translation>
    </message>
    <message>
        <source>Reading the slice</source>
        <translation>正在读取切片</translation>
    </message>
    <message>
        <source>Answering</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>{stage}: {detail}</source>
        <translation>{stage}：{detail}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}: {query}</source>
        <translation>正在回答第 {number} 个，共 {count} 个：{query}</translation>
    </message>
    <message>
        <source>Answering {number} of {count}</source>
        <translation>正在回答第 {number} 个，共 {count} 个</translation>
    </message>
    <message>
        <source>Find the targets on the slice shown (Ctrl+Enter).</source>
        <translation>在所显示的切片上查找目标（Ctrl+Enter）。</translation>
    </message>
    <message>
        <source>Find the targets in the whole volume (Ctrl+Enter).</source>
        <translation>在整个体数据中查找目标（Ctrl+Enter）。</translation>
    </message>
    <message>
        <source>Ground</source>
        <translation>定位</translation>
    </message>
    <message>
        <source>Cancelling...</source>
        <translation>正在取消...</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Stop the model (Esc). The scene stays as it is.</source>
        <translation>停止模型（Esc）。场景保持不变。</translation>
    </message>
    <message>
        <source>{found} of {count} found on the {slice}, in {seconds} s.</source>
        <translation>{count} 个目标中找到 {found} 个（{slice}），用时 {seconds} 秒。</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) on the {slice}, in {seconds} s.</source>
        <translation>{count} 个目标中找到 {found} 个（{unsure} 个不确定；{slice}），用时 {seconds} 秒。</translation>
    </message>
    <message>
        <source>The model saw it as {modality}, {window}.</source>
        <translation>模型把它看作 {modality}，{window}。</translation>
    </message>
    <message>
        <source>The model saw it with {window}.</source>
        <translation>模型看到的是 {window}。</translation>
    </message>
    <message>
        <source>{query}: not found on the {slice}.</source>
        <translation>{query}：未找到（{slice}）。</translation>
    </message>
    <message>
        <source>{plane} slice at {position}</source>
        <translation>{plane}切片，位置 {position}</translation>
    </message>
    <message>
        <source>{message} Answers kept from before it: {count}.</source>
        <translation>{message} 保留了此前的回答：{count}。</translation>
    </message>
    <message>
        <source>The answer is in the table, but its boxes could not be drawn: {error}</source>
        <translation>回答在表格中，但无法画出框：{error}</translation>
    </message>
    <message>
        <source>Boxes of the last query taken back: {count}.</source>
        <translation>已撤销上次查询的框：{count}。</translation>
    </message>
    <message>
        <source>Cleared boxes put back: {count}.</source>
        <translation>已恢复清除的框：{count}。</translation>
    </message>
    <message>
        <source>The removed box is put back.</source>
        <translation>已恢复移除的框。</translation>
    </message>
    <message>
        <source>The box is back where it was.</source>
        <translation>框已回到原处。</translation>
    </message>
    <message>
        <source>The box has its former name again.</source>
        <translation>框已恢复原名。</translation>
    </message>
    <message>
        <source>What was said of the box is taken back.</source>
        <translation>已撤销对框的判断。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤销的内容。</translation>
    </message>
    <message>
        <source>There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out.</source>
        <translation>没有可撤销的：场景中的框不是本次会话的。“清除框”可移除它们。</translation>
    </message>
    <message>
        <source>There is nothing to do again.</source>
        <translation>没有可重做的内容。</translation>
    </message>
    <message>
        <source>Boxes of the query drawn again: {count}.</source>
        <translation>已重新画出查询的框：{count}。</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene again: {count}.</source>
        <translation>再次从场景中移除的框：{count}。</translation>
    </message>
    <message>
        <source>The box is removed again.</source>
        <translation>框已再次移除。</translation>
    </message>
    <message>
        <source>The box is again where you put it.</source>
        <translation>框已回到您放置的位置。</translation>
    </message>
    <message>
        <source>The box has your name again.</source>
        <translation>框已恢复您取的名称。</translation>
    </message>
    <message>
        <source>What was said of the box is said again.</source>
        <translation>已恢复对框的判断。</translation>
    </message>
    <message>
        <source>Written: result.json and boxes.mrk.json in {folder}</source>
        <translation>已写入 {folder}：result.json 和 boxes.mrk.json</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are in result.json only: {count}.</source>
        <translation>已不在场景中的框只在 result.json 中：{count}。</translation>
    </message>
    <message>
        <source>{query} → {label}</source>
        <translation>{query} → {label}</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>此模型不认识</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>无可用回答</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>未找到</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Click to bring the views there.</source>
        <translation>不确定：得分低，请自行查看。点击可让视图移到该处。</translation>
    </message>
    <message>
        <source>Found. Click to bring the views there.</source>
        <translation>已找到。点击可让视图移到该处。</translation>
    </message>
    <message>
        <source>The model says that this is not on the slice that was asked.</source>
        <translation>模型说它不在所询问的切片上。</translation>
    </message>
    <message>
        <source>* MIS-SemSam chose another word than the model's first choice {count} times.</source>
        <translation>* MIS-SemSam 有 {count} 次选择了与模型首选不同的词。</translation>
    </message>
    <message>
        <source>The model wrote: {answer}</source>
        <translation>模型写道：{answer}</translation>
    </message>
</context>
<context>
    <name>panel.export_menu</name>
    <message>
        <source>Answer and boxes (result.json, boxes.mrk.json)...</source>
        <translation>回答和框（result.json、boxes.mrk.json）...</translation>
    </message>
    <message>
        <source>Table of the boxes (CSV)...</source>
        <translation>框的表格（CSV）...</translation>
    </message>
    <message>
        <source>Boxes in RAS, LPS and voxels (JSON)...</source>
        <translation>RAS、LPS 和体素坐标的框（JSON）...</translation>
    </message>
    <message>
        <source>DICOM structured report (TID 1500)...</source>
        <translation>DICOM 结构化报告（TID 1500）...</translation>
    </message>
    <message>
        <source>Page with pictures (HTML)...</source>
        <translation>带图页面（HTML）...</translation>
    </message>
    <message>
        <source>Folder for {file}</source>
        <translation>存放 {file} 的文件夹</translation>
    </message>
    <message>
        <source>The answer could not be written: {error}</source>
        <translation>无法写入回答：{error}</translation>
    </message>
    <message>
        <source>Written: {file} in {folder}</source>
        <translation>已写入 {folder}：{file}</translation>
    </message>
    <message>
        <source>Boxes that are no longer in the scene are left out: {count}.</source>
        <translation>已不在场景中的框未写入：{count}。</translation>
    </message>
</context>
<context>
    <name>panel.handover</name>
    <message>
        <source>Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.</source>
        <translation>已在 {node} 中生成分割段 {name}：框内灰度为 {low} 到 {high} 的部分。请修改。</translation>
    </message>
    <message>
        <source>This Slicer has no module Crop Volume.</source>
        <translation>此 Slicer 没有 Crop Volume 模块。</translation>
    </message>
    <message>
        <source>Crop Volume has {volume} as its input and the box {box} as its ROI: press Apply there.</source>
        <translation>“裁剪体积”（Crop Volume）已以 {volume} 为输入，以框 {box} 为 ROI：请在那里按“应用”。</translation>
    </message>
    <message>
        <source>This Slicer has no extension nnInteractive. Install it with the Extensions Manager.</source>
        <translation>此 Slicer 没有扩展 nnInteractive。请用扩展管理器安装。</translation>
    </message>
    <message>
        <source>This version of nnInteractive takes no box from another module. Draw the box there.</source>
        <translation>此版本的 nnInteractive 不接受其他模块的框。请在那里画框。</translation>
    </message>
    <message>
        <source>nnInteractive has not been initialized. Press Initialize there, come back, and press the button again.</source>
        <translation>nnInteractive 尚未初始化。请在那里按 Initialize，然后回来再按一次此按钮。</translation>
    </message>
    <message>
        <source>nnInteractive did not take the box: {error}</source>
        <translation>nnInteractive 未接受此框：{error}</translation>
    </message>
    <message>
        <source>The middle slice of the box went to nnInteractive as a prompt, for segment {name} in {node}.</source>
        <translation>框的中间切片已作为提示交给 nnInteractive，用于 {node} 中的分割段 {name}。</translation>
    </message>
</context>
<context>
    <name>panel.known_list</name>
    <message>
        <source>This model takes any words. The names that MISGround reads in five languages: {shown}.</source>
        <translation>此模型接受任何文字。MISGround 能用五种语言识别的名称：{shown}。</translation>
    </message>
    <message>
        <source>{shown} of the {count} structures that this model knows.</source>
        <translation>此模型认识 {count} 个结构，显示 {shown} 个。</translation>
    </message>
</context>
<context>
    <name>panel.model_manager</name>
    <message>
        <source>Will not fit: it needs about {need}, and {free} are free on {card}. Choose 4bit or 8bit under Decoding and device, or a smaller model.</source>
        <translation>放不下：约需 {need}，{card} 上可用 {free}。请在“解码与设备”中选择 4bit 或 8bit，或选择较小的模型。</translation>
    </message>
    <message>
        <source>Will not fit: it needs about {need} of memory, and {free} are free. Close other programs or choose a smaller model.</source>
        <translation>放不下：约需内存 {need}，可用 {free}。请关闭其他程序或选择较小的模型。</translation>
    </message>
    <message>
        <source>Needs about {need}; {free} are free on {card}.</source>
        <translation>约需 {need}；{card} 上可用 {free}。</translation>
    </message>
    <message>
        <source>Needs about {need} of memory; {free} are free.</source>
        <translation>约需内存 {need}；可用 {free}。</translation>
    </message>
    <message>
        <source>Folder of a model</source>
        <translation>模型的文件夹</translation>
    </message>
    <message>
        <source>The download stopped: {error}</source>
        <translation>下载停止：{error}</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>Licence</source>
        <translation>许可证</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>with MISGround</source>
        <translation>内置</translation>
    </message>
    <message>
        <source>downloaded</source>
        <translation>已下载</translation>
    </message>
    <message>
        <source>in part</source>
        <translation>部分</translation>
    </message>
    <message>
        <source>yours</source>
        <translation>您的</translation>
    </message>
    <message>
        <source>Asking Hugging Face.</source>
        <translation>正在询问 Hugging Face。</translation>
    </message>
    <message>
        <source>The download begins.</source>
        <translation>下载开始。</translation>
    </message>
    <message>
        <source>The download could not be started: {error}</source>
        <translation>下载无法开始：{error}</translation>
    </message>
    <message>
        <source>{done} of {total}: {file}</source>
        <translation>{done} / {total}：{file}</translation>
    </message>
    <message>
        <source>Cancelled. What came is kept: Download goes on from there.</source>
        <translation>已取消。已收到的部分会保留：按“下载”可继续。</translation>
    </message>
    <message>
        <source>The model is here: {folder}</source>
        <translation>模型在此：{folder}</translation>
    </message>
    <message>
        <source>through the system's proxy {proxy}</source>
        <translation>经系统代理 {proxy}</translation>
    </message>
    <message>
        <source>without a proxy</source>
        <translation>不经代理</translation>
    </message>
    <message>
        <source>{size} in {count} files, licence {licence} ({terms}), to {folder}, {way}.</source>
        <translation>{size}，{count} 个文件，许可证 {licence}（{terms}），存到 {folder}，{way}。</translation>
    </message>
    <message>
        <source>{offer} Its terms must be accepted on its page first.</source>
        <translation>{offer} 须先在其页面上接受条款。</translation>
    </message>
    <message>
        <source>Download {size} under the licence {licence}</source>
        <translation>按许可证 {licence} 下载 {size}</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Download</source>
        <translation>下载</translation>
    </message>
    <message>
        <source>Boxes as {name} writes them.</source>
        <translation>框按 {name} 的写法。</translation>
    </message>
    <message>
        <source>32 bit</source>
        <translation>32 位</translation>
    </message>
    <message>
        <source>16 bit</source>
        <translation>16 位</translation>
    </message>
    <message>
        <source>8 bit</source>
        <translation>8 位</translation>
    </message>
    <message>
        <source>4 bit</source>
        <translation>4 位</translation>
    </message>
    <message>
        <source>Memory: {needs}; 8 and 4 bit on a CUDA card only. Free on this computer: {free}.</source>
        <translation>内存：{needs}；8 位和 4 位仅限 CUDA 显卡。本机可用：{free}。</translation>
    </message>
    <message>
        <source>{model} is asked from now on.</source>
        <translation>从现在起询问 {model}。</translation>
    </message>
    <message>
        <source>Remove {model} from this computer?</source>
        <translation>从本机移除 {model}？</translation>
    </message>
    <message>
        <source>{model} is listed.</source>
        <translation>{model} 已列出。</translation>
    </message>
    <message>
        <source>{folder} could not be made: {error}</source>
        <translation>无法创建 {folder}：{error}</translation>
    </message>
</context>
<context>
    <name>panel.model_section</name>
    <message>
        <source>{model} (embedded)</source>
        <translation>{model} (内置)</translation>
    </message>
    <message>
        <source>Type the server's address like this: server:http://127.0.0.1:8000</source>
        <translation>请这样输入服务器地址：server:http://127.0.0.1:8000</translation>
    </message>
    <message>
        <source>Answers come from the server {address}.</source>
        <translation>回答来自服务器 {address}。</translation>
    </message>
    <message>
        <source>Answers come from the server {address}, another computer: slices and queries go there.</source>
        <translation>回答来自另一台计算机上的服务器 {address}：切片和查询会发往那里。</translation>
    </message>
    <message>
        <source>The server {address} is another computer: slices and queries would go there.</source>
        <translation>服务器 {address} 在另一台计算机上：切片和查询将会发往那里。</translation>
    </message>
    <message>
        <source>The check stopped: {error}</source>
        <translation>检查停止：{error}</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测量项目</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95% 区间</translation>
    </message>
    <message>
        <source>Guess</source>
        <translation>猜测</translation>
    </message>
    <message>
        <source>Of</source>
        <translation>题数</translation>
    </message>
    <message>
        <source>The check could not be started: {error}</source>
        <translation>检查无法开始：{error}</translation>
    </message>
    <message>
        <source>Cancel the check</source>
        <translation>取消检查</translation>
    </message>
    <message>
        <source>The model is loading.</source>
        <translation>正在加载模型。</translation>
    </message>
    <message>
        <source>{percent} % asked.</source>
        <translation>已询问 {percent} %。</translation>
    </message>
    <message>
        <source>Cancelled. The table holds what was answered before.</source>
        <translation>已取消。表格中是此前已回答的内容。</translation>
    </message>
    <message>
        <source>Cancelled before the first answer.</source>
        <translation>在第一个回答之前已取消。</translation>
    </message>
    <message>
        <source>{name}, revision {revision}</source>
        <translation>{name}，修订版 {revision}</translation>
    </message>
    <message>
        <source>{model}, {decoding}. {count} pictures of made-up bodies: a first look, not a clinical measure. Guess: always the usual place.</source>
        <translation>{model}，{decoding}。{count} 张模拟人体的图像：仅供初步了解，不是临床度量。猜测：总是取常见位置。</translation>
    </message>
    <message>
        <source>Check the model</source>
        <translation>检查模型</translation>
    </message>
    <message>
        <source>The installed PyTorch {version} does not fit: {needed} is needed. Open the module PyTorch Utils, uninstall PyTorch, restart Slicer and press Ground again.</source>
        <translation>已安装的 PyTorch {version} 不合适：需要 {needed}。请打开 PyTorch Utils 模块，卸载 PyTorch，重启 Slicer，再按“定位”。</translation>
    </message>
    <message>
        <source>PyTorch was not installed. Press Ground to be asked again.</source>
        <translation>未安装 PyTorch。按“定位”会再次询问。</translation>
    </message>
    <message>
        <source>These Python packages are missing: {packages}. Install them and press Ground again.</source>
        <translation>缺少这些 Python 包：{packages}。请安装后再按“定位”。</translation>
    </message>
    <message>
        <source>PyTorch is missing. Install the extension named PyTorch with the Extensions Manager, restart Slicer and press Ground again.</source>
        <translation>缺少 PyTorch。请用扩展管理器安装名为 PyTorch 的扩展，重启 Slicer，再按“定位”。</translation>
    </message>
    <message>
        <source>PyTorch could not be installed: {error}</source>
        <translation>无法安装 PyTorch：{error}</translation>
    </message>
    <message>
        <source>MISGround needs these Python packages: {packages}. Install them now?</source>
        <translation>MISGround 需要这些 Python 包：{packages}。现在安装吗？</translation>
    </message>
    <message>
        <source>The Python packages could not be installed: {error}. Press Ground to try again.</source>
        <translation>无法安装 Python 包：{error}。按“定位”重试。</translation>
    </message>
    <message>
        <source>The installed transformers cannot read pictures without torchvision. Update it to 5.4 or later and press Ground again.</source>
        <translation>已安装的 transformers 没有 torchvision 就不能读取图像。请更新到 5.4 或更高版本，然后再按“定位”。</translation>
    </message>
</context>
<context>
    <name>panel.parameters</name>
    <message>
        <source>whole volume</source>
        <translation>整个体数据</translation>
    </message>
    <message>
        <source>this slice</source>
        <translation>当前切片</translation>
    </message>
</context>
<context>
    <name>panel.query_history</name>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}</source>
        <translation>{time} {queries}：{volume}，{found}/{count}</translation>
    </message>
    <message>
        <source>{time} {queries}: {found} of {count} found in {volume}, whole volume</source>
        <translation>{time} {queries}：{volume}，{found}/{count}，整个体数据</translation>
    </message>
    <message>
        <source>{line}, {time}, by {model}</source>
        <translation>{line}，{time}，由 {model} 回答</translation>
    </message>
</context>
<context>
    <name>panel.results_table</name>
    <message>
        <source>removed</source>
        <translation>已移除</translation>
    </message>
    <message>
        <source>accepted</source>
        <translation>已接受</translation>
    </message>
    <message>
        <source>rejected</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>unsure, adjusted</source>
        <translation>不确定，已调整</translation>
    </message>
    <message>
        <source>adjusted</source>
        <translation>已调整</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
</context>
<context>
    <name>panel.runner</name>
    <message>
        <source>memory ran out. Close other data or programs.</source>
        <translation>内存不足。请关闭其他数据或程序。</translation>
    </message>
    <message>
        <source>A slice is asked at the item shown alone: give scope="volume" for every item.</source>
        <translation>切片只在所显示的项上询问：若要每一项，请给出 scope="volume"。</translation>
    </message>
    <message>
        <source>The volume left the scene while the model answered, so nothing was drawn. Ask again.</source>
        <translation>模型回答时体数据离开了场景，因此没有画框。请再次询问。</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>运行已取消。</translation>
    </message>
    <message>
        <source>{path} could not be written. Free some space or choose another folder.</source>
        <translation>无法写入 {path}。请腾出空间或选择其他文件夹。</translation>
    </message>
</context>
<context>
    <name>panel.slice_views</name>
    <message>
        <source>There is no slice view named {name}. Choose another view.</source>
        <translation>没有名为 {name} 的切片视图。请选择其他视图。</translation>
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
        <translation>没有勾选体数据。请在列表中勾选一个或多个。</translation>
    </message>
    <message>
        <source>It left the scene.</source>
        <translation>它离开了场景。</translation>
    </message>
    <message>
        <source>Unexpected: {error}</source>
        <translation>意外错误：{error}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}</source>
        <translation>第 {number} 个体数据，共 {count} 个，{name}</translation>
    </message>
    <message>
        <source>Volume {number} of {count}, {name}: question {asked} of about {all}</source>
        <translation>第 {number} 个体数据，共 {count} 个，{name}：第 {asked} 个问题，共约 {all} 个</translation>
    </message>
    <message>
        <source>{done} asked, {skipped} answered before, {failed} not answered, of {count} volumes.</source>
        <translation>{count} 个体数据：询问 {done} 个，此前已回答 {skipped} 个，未回答 {failed} 个。</translation>
    </message>
    <message>
        <source>Stopped: {said} What is answered stays, and is not asked again.</source>
        <translation>已停止：{said} 已回答的会保留，不再询问。</translation>
    </message>
    <message>
        <source>Of a sequence the item shown is asked alone in a study.</source>
        <translation>对于序列，此处只询问所显示的项。</translation>
    </message>
</context>
<context>
    <name>panel.study_section</name>
    <message>
        <source>The study stopped: {error}</source>
        <translation>批量询问停止：{error}</translation>
    </message>
    <message>
        <source>Several volumes are being asked. Wait, or stop that under Several volumes.</source>
        <translation>正在询问多个体数据。请等待，或在“多个体数据”中停止。</translation>
    </message>
    <message>
        <source>A query is on its way. Wait for it, or stop it with Esc.</source>
        <translation>查询正在进行。请等待，或按 Esc 停止。</translation>
    </message>
    <message>
        <source>Check two volumes: the first visit stands above the second in the list.</source>
        <translation>请勾选两个体数据：列表中第一次检查在第二次之上。</translation>
    </message>
    <message>
        <source>The study could not be started: {error}</source>
        <translation>批量询问无法开始：{error}</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>The registration was stopped: nothing was compared.</source>
        <translation>配准已停止：未作比较。</translation>
    </message>
    <message>
        <source>The volumes could not be compared: {error}</source>
        <translation>无法比较体数据：{error}</translation>
    </message>
    <message>
        <source>Registering the volumes: {percent} %</source>
        <translation>正在配准体数据：{percent} %</translation>
    </message>
    <message>
        <source>Target</source>
        <translation>目标</translation>
    </message>
    <message>
        <source>Size change</source>
        <translation>大小变化</translation>
    </message>
    <message>
        <source>Box change</source>
        <translation>框变化</translation>
    </message>
    <message>
        <source>Centre moved</source>
        <translation>中心移动</translation>
    </message>
    <message>
        <source>First visit</source>
        <translation>第一次检查</translation>
    </message>
    <message>
        <source>Second visit</source>
        <translation>第二次检查</translation>
    </message>
    <message>
        <source>Ask the checked volumes</source>
        <translation>询问勾选的体数据</translation>
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
        <translation>{count} 个目标中找到 {found} 个（{where}），用时 {seconds} 秒，{questions} 个问题。</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) in {where}, in {seconds} s and {questions} questions.</source>
        <translation>{count} 个目标中找到 {found} 个（{unsure} 个不确定；{where}），用时 {seconds} 秒，{questions} 个问题。</translation>
    </message>
    <message>
        <source>the volume</source>
        <translation>体数据</translation>
    </message>
    <message>
        <source>{items} items of the sequence</source>
        <translation>序列的 {items} 项</translation>
    </message>
    <message>
        <source>the volume at {item}</source>
        <translation>体数据，{item}</translation>
    </message>
    <message>
        <source>{summary} It stopped at its limit of questions.</source>
        <translation>{summary} 已达到问题数上限而停止。</translation>
    </message>
    <message>
        <source>{before} Kept what was known by then: {found} of {count} found after {questions} questions.</source>
        <translation>{before} 已保留当时的结果：{questions} 个问题后，{count} 个目标找到 {found} 个。</translation>
    </message>
    <message>
        <source>The search was stopped, and its boxes were taken back: {count}.</source>
        <translation>搜索已停止，其框已撤销：{count}。</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>已取消。没有画框。</translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation>已取消。</translation>
    </message>
    <message>
        <source>Looking: {plane} {place}, question {number} of about {count}</source>
        <translation>查找中：{plane} {place}，第 {number} 个问题，共约 {count} 个</translation>
    </message>
    <message>
        <source>Item {item}. {progress}</source>
        <translation>第 {item} 项。{progress}</translation>
    </message>
    <message>
        <source>{progress}, {time} left</source>
        <translation>{progress}，还需 {time}</translation>
    </message>
    <message>
        <source>{found} of {count} found so far</source>
        <translation>目前 {count} 个目标找到 {found} 个</translation>
    </message>
    <message>
        <source>Stop the search (Esc). What is known by then stays.</source>
        <translation>停止搜索（Esc）。已知的结果会保留。</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>一秒</translation>
    </message>
    <message>
        <source>{count} s</source>
        <translation>{count} 秒</translation>
    </message>
    <message>
        <source>{count} min</source>
        <translation>{count} 分钟</translation>
    </message>
    <message>
        <source>{count} h</source>
        <translation>{count} 小时</translation>
    </message>
    <message>
        <source>About {count} questions to this model. How long one takes here is not known before the first search: to try it, set a limit of questions below.</source>
        <translation>约 {count} 个问题。首次搜索之前不知道此模型在本机上每个问题用时多久：若想先试，请在下面设置问题数上限。</translation>
    </message>
    <message>
        <source>About {count} questions to this model, in about {time}.</source>
        <translation>约 {count} 个问题，用此模型约需 {time}。</translation>
    </message>
    <message>
        <source>{label} found from S {high} to {low} mm</source>
        <translation>{label} 位于 S {high} 到 {low} mm</translation>
    </message>
    <message>
        <source>not known to this model</source>
        <translation>此模型不认识</translation>
    </message>
    <message>
        <source>unsure</source>
        <translation>不确定</translation>
    </message>
    <message>
        <source>found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>查找中</translation>
    </message>
    <message>
        <source>no usable answer</source>
        <translation>无可用回答</translation>
    </message>
    <message>
        <source>not in this volume</source>
        <translation>不在此体数据中</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>尚未找到</translation>
    </message>
    <message>
        <source>{slices}, {count} questions.</source>
        <translation>{slices}，{count} 个问题。</translation>
    </message>
    <message>
        <source>Unsure: the score is low, so look for yourself. Choose the row to bring the views there.</source>
        <translation>不确定：得分低，请自行查看。选择该行可让视图移到该处。</translation>
    </message>
    <message>
        <source>Choose the row to bring the views there.</source>
        <translation>选择该行可让视图移到该处。</translation>
    </message>
</context>
<context>
    <name>panel.widget</name>
    <message>
        <source>The model's answer could not be read: {error}</source>
        <translation>无法读取模型的回答：{error}</translation>
    </message>
    <message>
        <source>The query could not be started: {error}</source>
        <translation>查询无法开始：{error}</translation>
    </message>
    <message>
        <source>A search of the volume is on its way. Check the model when it is done.</source>
        <translation>正在搜索体数据。请在其完成后检查模型。</translation>
    </message>
    <message>
        <source>Cancelled. Nothing was drawn.</source>
        <translation>已取消。没有画框。</translation>
    </message>
    <message>
        <source>The volume left the scene, so the query was stopped. Your text is kept: choose a volume, ask again.</source>
        <translation>体数据离开了场景，因此查询已停止。您的文字已保留：请选择体数据并再次询问。</translation>
    </message>
</context>
<context>
    <name>MISGroundLib</name>
    <message>
        <source>Comes with MISGround: known structures by name, on any computer, in well under a second; no free text.</source>
        <translation>随 MISGround 提供：按名称查找已知结构，任何计算机均可，远不到一秒；不支持自由文本。</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 8 GB or on a CPU; general pictures, not trained for medicine.</source>
        <translation>按自由文本给出框，需 8 GB 显存的显卡或处理器；针对一般图像，未经医学训练。</translation>
    </message>
    <message>
        <source>Boxes of free text on a card of 16 GB, in 8 bit on 10 GB; general pictures, not trained for medicine.</source>
        <translation>按自由文本给出框，需 16 GB 显存的显卡，8 位时 10 GB；针对一般图像，未经医学训练。</translation>
    </message>
    <message>
        <source>Boxes of free text and questions in words on a card of 24 GB, in 4 bit on less; not trained for medicine.</source>
        <translation>按自由文本给出框并回答文字问题，需 24 GB 显存的显卡，4 位时更少；未经医学训练。</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it. Research use only.</source>
        <translation>Qwen3-VL 的上一代；许多医学模型由它而来。仅供研究使用。</translation>
    </message>
    <message>
        <source>The generation before Qwen3-VL; many medical models were made from it.</source>
        <translation>Qwen3-VL 的上一代；许多医学模型由它而来。</translation>
    </message>
    <message>
        <source>Made for medicine: questions in words about CT, MR and X-rays; boxes only on chest X-rays. Its makers' terms forbid clinical use.</source>
        <translation>专为医学制作：可回答关于 CT、MR 和 X 线片的文字问题；只在胸部 X 线片上给出框。其制作者的条款禁止临床使用。</translation>
    </message>
    <message>
        <source>unknown decoding {value!r}: choose semsam, greedy, no-neighbours, shuffled or case-merge</source>
        <translation>未知的解码方式 {value!r}：请选择 semsam、greedy、no-neighbours、shuffled 或 case-merge</translation>
    </message>
    <message>
        <source>unknown SemSam mode {value!r}: choose safe or paper</source>
        <translation>未知的 SemSam 模式 {value!r}：请选择 safe 或 paper</translation>
    </message>
    <message>
        <source>top_m is {value}: give 1 or more candidates</source>
        <translation>top_m 为 {value}：请给出 1 个或更多候选</translation>
    </message>
    <message>
        <source>top_p is {value}: give a number above 0 and up to 1</source>
        <translation>top_p 为 {value}：请给出大于 0 且不超过 1 的数</translation>
    </message>
    <message>
        <source>k is {value}: give 1 or more neighbours (1 equals greedy)</source>
        <translation>k 为 {value}：请给出 1 个或更多邻居（1 等同于 greedy）</translation>
    </message>
    <message>
        <source>unknown option {value!r} of the graph: choose from mutual, no-hubs, merge-variants, no-contrasts</source>
        <translation>邻居图的未知选项 {value!r}：请从 mutual、no-hubs、merge-variants、no-contrasts 中选择</translation>
    </message>
    <message>
        <source>together is {value}: give 1 or more questions a batch</source>
        <translation>together 为 {value}：请给出每批 1 个或更多问题</translation>
    </message>
    <message>
        <source>window is {value!r}: give 'automatic' or 'as displayed'</source>
        <translation>window 为 {value!r}：请给出 'automatic' 或 'as displayed'</translation>
    </message>
    <message>
        <source>scope is {value!r}: give slice or volume</source>
        <translation>scope 为 {value!r}：请给出 slice 或 volume</translation>
    </message>
    <message>
        <source>budget is {value}: give the most questions to ask, or 0 for as many as it takes</source>
        <translation>budget 为 {value}：请给出最多问题数，或给出 0 表示需要多少问多少</translation>
    </message>
    <message>
        <source>unknown box format {value!r}: choose automatic, qwen3-vl, qwen2.5-vl, qwen2-vl, internvl, glm-v, gemma, paligemma, florence-2, deepseek-vl2, llava or medvision-v0</source>
        <translation>未知的框格式 {value!r}：请选择 automatic、qwen3-vl、qwen2.5-vl、qwen2-vl、internvl、glm-v、gemma、paligemma、florence-2、deepseek-vl2、llava 或 medvision-v0</translation>
    </message>
    <message>
        <source>items is {value!r}: give shown or every</source>
        <translation>items 为 {value!r}：请给出 shown 或 every</translation>
    </message>
    <message>
        <source>unknown precision {value!r}: choose auto, 8bit or 4bit</source>
        <translation>未知的精度 {value!r}：请选择 auto、8bit 或 4bit</translation>
    </message>
    <message>
        <source>There is no query. Type what to look for, one target a line, for example: left kidney</source>
        <translation>没有查询。请输入要找的内容，每行一个目标，例如：左肾</translation>
    </message>
    <message>
        <source>A query has {count} characters and the most is {maximum_query_length}. Name one target a line, in a few words.</source>
        <translation>有一条查询长 {count} 个字符，最多为 {maximum_query_length} 个。请每行用几个词写一个目标。</translation>
    </message>
    <message>
        <source>There are {count} queries and the most at once is {maximum_queries}. Ask them in parts.</source>
        <translation>共有 {count} 条查询，一次最多 {maximum_queries} 条。请分几次询问。</translation>
    </message>
    <message>
        <source>The audit file {path} cannot be written: {reason}. Choose another file, or none.</source>
        <translation>无法写入审计文件 {path}：{reason}。请选择其他文件，或不使用审计文件。</translation>
    </message>
    <message>
        <source>{query}: {model} draws one box round all of them, so that they cannot be counted. Ask for {target}, or choose a model that lists its boxes, and ask on a slice.</source>
        <translation>{query}：{model} 会用一个框圈住全部，因此无法计数。请改为查询 {target}，或选择会逐一列出框的模型，并在切片上提问。</translation>
    </message>
    <message>
        <source>{query}: a search of a volume draws one box for each target, so that nothing can be counted. Ask on a slice.</source>
        <translation>{query}：在整个体数据中搜索时每个目标只画一个框，因此无法计数。请在切片上提问。</translation>
    </message>
    <message>
        <source>The Python package {package} is missing or cannot be used ({error}). Install MISGround's Python packages (see README), then ask again.</source>
        <translation>Python 包 {package} 缺失或无法使用（{error}）。请安装 MISGround 所需的 Python 包（见 README），然后再次询问。</translation>
    </message>
    <message>
        <source>The graphics card ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>显卡内存不足。请选择较小的模型或设备 cpu，或关闭其他程序，然后再次询问。</translation>
    </message>
    <message>
        <source>The computer ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation>计算机内存不足。请选择较小的模型或设备 cpu，或关闭其他程序，然后再次询问。</translation>
    </message>
    <message>
        <source>The graphics card reported an error ({first_line}). The next query starts the model afresh; if it happens again, choose the device cpu.</source>
        <translation>显卡报告了错误（{first_line}）。下次查询会重新启动模型；如果再次出现，请选择设备 cpu。</translation>
    </message>
    <message>
        <source>The model failed ({name}: {first_line}). Ask again; if it happens again, choose another model.</source>
        <translation>模型出错（{name}：{first_line}）。请再次询问；如果再次出现，请选择其他模型。</translation>
    </message>
    <message>
        <source>There is no question to ask. Type what to look for.</source>
        <translation>没有要问的内容。请输入要找的目标。</translation>
    </message>
    <message>
        <source>The model is still answering. Wait for it, or cancel first.</source>
        <translation>模型仍在回答。请等待，或先取消。</translation>
    </message>
    <message>
        <source>The slice's picture did not reach the model. Ask again.</source>
        <translation>切片图像没有传到模型。请再次询问。</translation>
    </message>
    <message>
        <source>The server's address cannot be read ({error}). Give one like this: for example http://127.0.0.1:8000.</source>
        <translation>无法读取服务器地址（{error}）。请这样书写，例如 http://127.0.0.1:8000。</translation>
    </message>
    <message>
        <source>The server's address holds a user's name or password. Give the address alone, for example http://127.0.0.1:8000; a key goes into the environment variable MISGROUND_SERVER_KEY.</source>
        <translation>服务器地址中含有用户名或密码。请只写地址，例如 http://127.0.0.1:8000；密钥应放在环境变量 MISGROUND_SERVER_KEY 中。</translation>
    </message>
    <message>
        <source>{text!r} is no address of a server. Give http://, its name and its port, for example http://127.0.0.1:8000.</source>
        <translation>{text!r} 不是服务器地址。请写出 http://、服务器名称和端口，例如 http://127.0.0.1:8000。</translation>
    </message>
    <message>
        <source>The server {address} is another computer, and pictures stay on this one unless you say otherwise. If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server on the command line; else choose a server on 127.0.0.1.</source>
        <translation>服务器 {address} 在另一台计算机上，除非您允许，图像不会离开本机。如果可以发往那里，请在面板中勾选“图像可以离开本机”，或在命令行使用 --allow-remote-server；否则请选择 127.0.0.1 上的服务器。</translation>
    </message>
    <message>
        <source>The key in MISGROUND_SERVER_KEY holds letters that no server takes. Copy it again.</source>
        <translation>MISGROUND_SERVER_KEY 中的密钥含有服务器不接受的字符。请重新复制。</translation>
    </message>
    <message>
        <source>What {where} serves cannot be read. See that it is a vLLM server's.</source>
        <translation>无法读取 {where} 提供哪些模型。请确认它是 vLLM 服务器。</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, not {wanted!r}. Choose it by its name there: {example}</source>
        <translation>服务器 {where} 提供 {names}，而不是 {wanted!r}。请用模型在该服务器上的名称来选择：{example}</translation>
    </message>
    <message>
        <source>The server {where} serves {names}, and none was chosen. Choose it by its name there: {example}</source>
        <translation>服务器 {where} 提供 {names}，而没有选择其中任何一个。请用模型在该服务器上的名称来选择：{example}</translation>
    </message>
    <message>
        <source>The server {address} has no MIS-SemSam. Start it with the command that `misground serve-args` prints, or choose the decoding greedy.</source>
        <translation>服务器 {address} 没有 MIS-SemSam。请用 `misground serve-args` 显示的命令启动它，或选择解码方式 greedy。</translation>
    </message>
    <message>
        <source>The server {address} answered in an unknown way: {why}. See that it is a vLLM server.</source>
        <translation>服务器 {address} 的应答方式未知：{why}。请确认它是 vLLM 服务器。</translation>
    </message>
    <message>
        <source>The server {where} did not answer within {seconds:g} s. See that it is running and not overloaded, then ask again.</source>
        <translation>服务器 {where} 在 {seconds:g} 秒内没有应答。请确认它正在运行且没有过载，然后再次询问。</translation>
    </message>
    <message>
        <source>No server answers at {where} ({short}). Start it (`misground serve-args` prints the command), wait until it is ready, and ask again; or choose another model.</source>
        <translation>{where} 没有服务器应答（{short}）。请启动服务器（`misground serve-args` 会显示命令），等它就绪后再次询问；或选择其他模型。</translation>
    </message>
    <message>
        <source>The server {where} sends us on to {elsewhere}, where MISGround does not follow. Give the address that answers itself.</source>
        <translation>服务器 {where} 要转到 {elsewhere}，MISGround 不会跟随。请给出直接应答的服务器地址。</translation>
    </message>
    <message>
        <source>The server {where} wants a key ({status}). Put it into the environment variable MISGROUND_SERVER_KEY, start again, and ask again.</source>
        <translation>服务器 {where} 需要密钥（{status}）。请把它放入环境变量 MISGROUND_SERVER_KEY，重新启动，然后再次询问。</translation>
    </message>
    <message>
        <source>The server {where} refused the question{status}: {words}</source>
        <translation>服务器 {where} 拒绝了问题{status}：{words}</translation>
    </message>
    <message>
        <source>The server {address} closed the connection in the middle of an answer. See that it is still running, then ask again.</source>
        <translation>服务器 {address} 在应答中途断开了连接。请确认它仍在运行，然后再次询问。</translation>
    </message>
    <message>
        <source>What the server {address} answered is not of the OpenAI interface ({short}). See that the address is a vLLM server's.</source>
        <translation>服务器 {address} 的应答不符合 OpenAI 接口（{short}）。请确认该地址是 vLLM 服务器的地址。</translation>
    </message>
    <message>
        <source>The decoding {decoding_name} is a control that no server offers. Choose semsam or greedy, or a model on this computer.</source>
        <translation>解码方式 {decoding_name} 是对照，没有服务器提供。请选择 semsam 或 greedy，或选择本机上的模型。</translation>
    </message>
    <message>
        <source>Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground serve-args --neighbours --graph`). Leave them as they are ({k}, none), or choose a model on this computer.</source>
        <translation>邻居数（K）和邻居图的选项在启动服务器时选定（`misground serve-args --neighbours --graph`）。请保持原样（{k}，无选项），或选择本机上的模型。</translation>
    </message>
    <message>
        <source>A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model on this computer.</source>
        <translation>带 MIS-SemSam 的服务器总是取最好的词元。请不要让它随机抽取，或选择本机上的模型。</translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>运行已取消。</translation>
    </message>
    <message>
        <source>{count} slices cannot be asked about at once: give 2 to {most}.</source>
        <translation>不能同时询问 {count} 个切片：请给出 2 到 {most} 个。</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are of one scan and plane: give such slices.</source>
        <translation>同时询问的切片须属于同一次扫描和同一平面：请给出这样的切片。</translation>
    </message>
    <message>
        <source>Slices that are asked about at once are parallel and of one size: give such slices.</source>
        <translation>同时询问的切片须互相平行且大小相同：请给出这样的切片。</translation>
    </message>
    <message>
        <source>The sequence holds no image. Choose another volume.</source>
        <translation>该四维序列不含图像。请选择其他体数据。</translation>
    </message>
    <message>
        <source>There is nothing to see: each slice that was looked at has one grey value everywhere, or is too thin. Choose another volume, or the window "as displayed".</source>
        <translation>没有可见内容：所看的每个切片灰度处处相同，或太薄。请选择其他体数据，或窗宽窗位 "as displayed"。</translation>
    </message>
    <message>
        <source>A path is empty. Give the path of a file or a folder.</source>
        <translation>路径为空。请给出文件或文件夹的路径。</translation>
    </message>
    <message>
        <source>The path {text} holds a zero character. Check it.</source>
        <translation>路径 {text} 含有空字符（零字节）。请检查。</translation>
    </message>
    <message>
        <source>The path {text} is no name that this system's files can have. Check it.</source>
        <translation>路径 {text} 不是本系统的文件可以使用的名称。请检查。</translation>
    </message>
    <message>
        <source>The folder {source} is empty: it holds no DICOM series. Give another.</source>
        <translation>文件夹 {source} 是空的：其中没有 DICOM 序列。请另选一个。</translation>
    </message>
    <message>
        <source>{source} cannot be read: it is empty (0 bytes). Copy it again from where it came.</source>
        <translation>无法读取 {source}：文件为空（0 字节）。请从原处重新复制。</translation>
    </message>
    <message>
        <source>{source} is {kind}{value}. Give a file or a folder.</source>
        <translation>{source} 不可用：{kind}{value}。请给出文件或文件夹。</translation>
    </message>
    <message>
        <source>{link} Give another file.</source>
        <translation>{link} 请给出其他文件。</translation>
    </message>
    <message>
        <source>{file} is a folder. Give the name of a file to write.</source>
        <translation>{file} 是文件夹。请给出要写入的文件名。</translation>
    </message>
    <message>
        <source>Another run is writing to {folder}. Wait for it, or give another folder.</source>
        <translation>另一个运行正在写入 {folder}。请等它结束，或给出其他文件夹。</translation>
    </message>
    <message>
        <source>{link} Fetch it with `git annex get`.</source>
        <translation>{link} 请用 `git annex get` 获取。</translation>
    </message>
    <message>
        <source>{link} Check where it should lead.</source>
        <translation>{link} 请检查它应指向哪里。</translation>
    </message>
    <message>
        <source>There is no file or folder {path}. Check the path.</source>
        <translation>没有文件或文件夹 {path}。请检查路径。</translation>
    </message>
    <message>
        <source>{path} may not be read by you. Ask for the permission, or copy it to a folder of your own.</source>
        <translation>您无权读取 {path}。请申请权限，或把它复制到您自己的文件夹。</translation>
    </message>
    <message>
        <source>The path {path} is longer than the system allows. Give a shorter one.</source>
        <translation>路径 {path} 超出系统允许的长度。请给出较短的路径。</translation>
    </message>
    <message>
        <source>{path} lies below a link that leads back to itself. Mend the link, or give another path.</source>
        <translation>{path} 位于一个指回自身的链接之下。请修正该链接，或给出其他路径。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk that it is on.</source>
        <translation>无法打开 {path}：{reason}。请检查它所在的磁盘。</translation>
    </message>
    <message>
        <source>{link} Give another folder for the answers.</source>
        <translation>{link} 请给出其他存放回答的文件夹。</translation>
    </message>
    <message>
        <source>{path} is a file. Give another folder for the answers.</source>
        <translation>{path} 是文件。请给出其他存放回答的文件夹。</translation>
    </message>
    <message>
        <source>{path} lies below the file {file}. Give another folder for the answers.</source>
        <translation>{path} 位于文件 {file} 之下。请给出其他存放回答的文件夹。</translation>
    </message>
    <message>
        <source>{path} cannot be written: {reason}. Give another folder for the answers.</source>
        <translation>无法写入 {path}：{reason}。请给出其他存放回答的文件夹。</translation>
    </message>
    <message>
        <source>{there} is a folder where a file is to be written. Move it away.</source>
        <translation>{there} 是文件夹，而此处要写入文件。请把它移走。</translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>无法写入 {path}：{reason}。请腾出空间或选择其他文件夹。</translation>
    </message>
    <message>
        <source>The volume holds no number: every voxel is NaN or infinite. Choose another volume.</source>
        <translation>体数据中没有数值：所有体素均为 NaN 或无穷大。请选择其他体数据。</translation>
    </message>
    <message>
        <source>There is no model {name} here or in the catalogue. `misground models list` lists them.</source>
        <translation>本机和目录中都没有模型 {name}。`misground models list` 会列出所有模型。</translation>
    </message>
    <message>
        <source>There is no folder {own}. Give the folder that holds config.json and the weights.</source>
        <translation>没有文件夹 {own}。请给出含有 config.json 和权重的文件夹。</translation>
    </message>
    <message>
        <source>{id} comes with MISGround and stays. Remove another model.</source>
        <translation>{id} 随 MISGround 提供，不能移除。请移除其他模型。</translation>
    </message>
    <message>
        <source>{id} is not on this computer: there is nothing to remove.</source>
        <translation>{id} 不在本机上：没有可移除的内容。</translation>
    </message>
    <message>
        <source>{folder} could not be removed whole ({reason}). Close what uses it, and try again.</source>
        <translation>无法完全移除 {folder}（{reason}）。请关闭正在使用它的程序，然后重试。</translation>
    </message>
    <message>
        <source>The download could not be started ({reason}).</source>
        <translation>下载无法开始（{reason}）。</translation>
    </message>
    <message>
        <source>{model!r} is no Hugging Face id. Give OWNER/NAME, for example Qwen/Qwen3-VL-4B-Instruct.</source>
        <translation>{model!r} 不是 Hugging Face 标识。请写成 OWNER/NAME，例如 Qwen/Qwen3-VL-4B-Instruct。</translation>
    </message>
    <message>
        <source>{endpoint} answered about {model} in words that cannot be read. Try later.</source>
        <translation>无法读取 {endpoint} 关于 {model} 的应答。请稍后再试。</translation>
    </message>
    <message>
        <source>{endpoint} gives no commit of {model}, so that its files cannot be held to it. Try later.</source>
        <translation>{endpoint} 没有给出 {model} 的提交号，因此无法核对其文件。请稍后再试。</translation>
    </message>
    <message>
        <source>{model} holds no config.json with safetensors weights. Choose another model.</source>
        <translation>{model} 不含 config.json 和 safetensors 权重。请选择其他模型。</translation>
    </message>
    <message>
        <source>{id} needs {gigabytes} more in {folder}, and {free} are free on that disk. Free some space, or choose another folder for models.</source>
        <translation>{id} 在 {folder} 中还需要 {gigabytes}，而该磁盘可用 {free}。请腾出空间，或为模型选择其他文件夹。</translation>
    </message>
    <message>
        <source>The connection was lost while {file_name} of {id} came ({error}). What came is kept: start the download again to go on.</source>
        <translation>接收 {id} 的 {file_name} 时连接中断（{error}）。已收到的部分会保留：请再次开始下载以继续。</translation>
    </message>
    <message>
        <source>{part} could not be written ({reason}). Free some space, or choose another folder.</source>
        <translation>无法写入 {part}（{reason}）。请腾出空间，或选择其他文件夹。</translation>
    </message>
    <message>
        <source>{file_name} of {id} did not come as the hub lists it: its checksum differs. Try again later, or check what the proxy does with downloads.</source>
        <translation>{id} 的 {file_name} 与 hub 上所列的不符：校验和不同。请稍后再试，或检查代理如何处理下载。</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached through the proxy {proxy} ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>无法经代理 {proxy} 访问 {endpoint}（{error}）。请检查网络连接，或把模型文件夹复制到本机并添加。</translation>
    </message>
    <message>
        <source>{endpoint} cannot be reached ({error}). Check the connection, or copy the model's folder here and add it.</source>
        <translation>无法访问 {endpoint}（{error}）。请检查网络连接，或把模型文件夹复制到本机并添加。</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms, or there is no such model. Accept them on {endpoint}/{model} and log in (`hf auth login`, or HF_TOKEN), or choose another model.</source>
        <translation>{model} 只提供给接受其条款的用户，或没有这个模型。请在 {endpoint}/{model} 接受条款并登录（`hf auth login` 或 HF_TOKEN），或选择其他模型。</translation>
    </message>
    <message>
        <source>Hugging Face knows no model {model}. Check the spelling.</source>
        <translation>Hugging Face 上没有模型 {model}。请检查拼写。</translation>
    </message>
    <message>
        <source>The proxy {proxy} wants a user and password. Put them into the proxy's settings.</source>
        <translation>代理 {proxy} 需要用户名和密码。请在代理设置中填写。</translation>
    </message>
    <message>
        <source>{endpoint} answered {status} for {model}. Try again later.</source>
        <translation>{endpoint} 对 {model} 的应答为 {status}。请稍后再试。</translation>
    </message>
    <message>
        <source>{what} gives a slice the width of {width:.2g} mm, which no patient has: its lengths seem to be in another unit than mm, such as metres. Export the series again from the scanner or the archive.</source>
        <translation>{what} 给出的切片宽度为 {width:.2g} mm，没有患者如此：其长度单位似乎不是 mm，而是米等其他单位。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} holds {kind} ({modality}), and no slices of a volume. Give a CT, an MR or another scan of slices.</source>
        <translation>{what} 含有 {kind}（{modality}），而不是体数据的切片。请给出 CT、MR 或其他断层扫描。</translation>
    </message>
    <message>
        <source>{path} holds pixels of {allocated} bits ({stored} used). MISGround reads 8, 16 and 32.</source>
        <translation>{path} 的像素为 {allocated} 位（使用 {stored} 位）。MISGround 能读取 8、16 和 32 位。</translation>
    </message>
    <message>
        <source>{frame_name} has no usable rescale slope and intercept ({rescale:g}, {rescale_2:g}), so its grey values are not known. Export the series again. (In {parent}.)</source>
        <translation>{frame_name} 没有可用的重缩放斜率和截距（{rescale:g}，{rescale_2:g}），因此其灰度值未知。请重新导出该 DICOM 序列。（位于 {parent}。）</translation>
    </message>
    <message>
        <source>{count} of {count_2} slices have no rescale slope and intercept, the first {without_name}, and the others have: their grey values do not go together. Export the series again. (In {parent}.)</source>
        <translation>{count_2} 个切片中有 {count} 个没有重缩放斜率和截距，第一个是 {without_name}，其余切片有：它们的灰度值不能放在一起。请重新导出该 DICOM 序列。（位于 {parent}。）</translation>
    </message>
    <message>
        <source>{path} holds no pixels. Give the folder that the scanner or the archive exported.</source>
        <translation>{path} 不含像素。请给出由扫描设备或 PACS 导出的文件夹。</translation>
    </message>
    <message>
        <source>{path} is cut off: {present} of the {needed} bytes of its pixels are there. Copy it again from where it came.</source>
        <translation>{path} 不完整：像素应有 {needed} 字节，实有 {present} 字节。请从来源处重新复制。</translation>
    </message>
    <message>
        <source>{path} says that it holds {frames} frames of {columns} x {rows} pixels, more than {size} bytes can hold: its header is wrong. Copy it again from where it came.</source>
        <translation>{path} 称含有 {frames} 帧 {columns} x {rows} 像素的图像，超出 {size} 字节所能容纳的量：其文件头有误。请从来源处重新复制。</translation>
    </message>
    <message>
        <source>The pixels of {path} cannot be decoded ({name}; {reason}). Copy the file again, or export the series uncompressed.</source>
        <translation>无法解码 {path} 的像素（{name}；{reason}）。请重新复制该文件，或以不压缩的方式导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>Some slices of the series are stored with white as high values and some with white as low ones (MONOCHROME1). Export the series again. (In {parent}.)</source>
        <translation>该 DICOM 序列的部分切片以高值为白，部分以低值为白（MONOCHROME1）。请重新导出该 DICOM 序列。（位于 {parent}。）</translation>
    </message>
    <message>
        <source>{what} holds two or more different slices at the same position at {count} of {count_2} places ({named}), and nothing in their headers, such as a time or an echo, tells which belong together. Give a folder with each slice once.</source>
        <translation>{what}：{count_2} 个位置中有 {count} 个位置上有两个或更多不同的切片（{named}），而文件头中没有时间、回波等信息说明哪些属于一组。请给出每个切片只出现一次的文件夹。</translation>
    </message>
    <message>
        <source>{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation and position contradict each other. Export the series again from the scanner or the archive.</source>
        <translation>{what}：各切片的位置在切片平面内相差 {spread:.0f} mm：方向与位置互相矛盾。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} holds {count} slices at the same position, as a time series of one slice does. Choose a series with slices at several positions.</source>
        <translation>{what}：{count} 个切片位于同一位置，如同单层的时间序列。请选择切片分布在多个位置的 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} holds slices that lie beside each other in one plane, as several stacks do ({named}). Give a folder with the slices of one stack.</source>
        <translation>{what}：同一平面内有并排的切片，如同多个切片组（{named}）。请给出只含一个切片组的文件夹。</translation>
    </message>
    <message>
        <source>There is no box and no point, and a DICOM SR (TID 1500) needs one. Export a page or JSON instead.</source>
        <translation>没有框也没有点，而 DICOM SR（TID 1500）至少需要一个。请改为导出页面或 JSON。</translation>
    </message>
    <message>
        <source>A DICOM SR needs the package highdicom, which is not installed. In Slicer's Python console: pip_install('highdicom'); else: pip install 'misground[export]'.</source>
        <translation>DICOM SR 需要软件包 highdicom，但未安装。在 Slicer 的 Python 控制台中：pip_install('highdicom')；否则：pip install 'misground[export]'。</translation>
    </message>
    <message>
        <source>{error} Or choose another series (--series): {listed}.</source>
        <translation>{error} 或选择其他 DICOM 序列（--series）：{listed}。</translation>
    </message>
    <message>
        <source>{place} is a DICOMDIR, a table of contents. Give the folder it lies in, with the scan's DICOM files.</source>
        <translation>{place} 是 DICOMDIR，即目录索引。请给出它所在的、含有扫描 DICOM 文件的文件夹。</translation>
    </message>
    <message>
        <source>{said}. Copy the file again from where it came.</source>
        <translation>{said}。请从来源处重新复制该文件。</translation>
    </message>
    <message>
        <source>{place} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, or a NIfTI or NRRD file.</source>
        <translation>{place} 中没有扫描的 DICOM 序列。请给出直接含有 DICOM 文件的文件夹，或 NIfTI、NRRD 文件。</translation>
    </message>
    <message>
        <source>{place} holds no pictures: the {count} DICOM objects in it, such as {path_name}, have no pixels. Export the series again with its images.</source>
        <translation>{place} 中没有图像：其中的 {count} 个 DICOM 对象（如 {path_name}）没有像素。请连同图像重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{place} holds no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} 中没有扫描，只有 {objects}。请给出它所属的 DICOM 序列，即切片文件夹。</translation>
    </message>
    <message>
        <source>{place} is no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation>{place} 不是扫描，而是 {objects}。请给出它所属的 DICOM 序列，即切片文件夹。</translation>
    </message>
    <message>
        <source>{count} series in {place} are called {wanted!r}: {listed}. Name one by its UID.</source>
        <translation>{place} 中有 {count} 个 DICOM 序列名为 {wanted!r}：{listed}。请用 UID 指明一个。</translation>
    </message>
    <message>
        <source>No series in {place} has the number, UID or description {wanted!r}. There are: {listed}.</source>
        <translation>{place} 中没有编号、UID 或描述为 {wanted!r} 的 DICOM 序列。现有：{listed}。</translation>
    </message>
    <message>
        <source>{place} holds scans of two or more patients: {places} and {places_2} are not of the same one. Give the folder of one patient, or choose a series by its UID.</source>
        <translation>{place} 含有两位或更多患者的扫描：{places} 与 {places_2} 不属于同一患者。请给出单个患者的文件夹，或用 UID 选择 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} holds colour pictures. MISGround reads grey values: choose another series.</source>
        <translation>{what} 含有彩色图像。MISGround 读取灰度：请选择其他 DICOM 序列。</translation>
    </message>
    <message>
        <source>{path} {problem}. Copy it again from where it came.</source>
        <translation>{path} {problem}。请从来源处重新复制。</translation>
    </message>
    <message>
        <source>{name} did not come from DICOM, so that it lacks what a DICOM SR refers to: the UIDs of study, series, images and frame of reference, and the patient's data. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} 并非来自 DICOM，因此缺少 DICOM SR 所引用的内容：检查、序列、图像和参考坐标系的 UID，以及患者信息。请改为以 .mrk.json、CSV、JSON 或页面导出框。</translation>
    </message>
    <message>
        <source>The DICOM files of {name} are not at {place} any more. Say where they are (--dicom on the command line), or put them back.</source>
        <translation>{name} 的 DICOM 文件已不在 {place}。请说明它们在哪里（命令行用 --dicom），或把它们放回原处。</translation>
    </message>
    <message>
        <source>{name} does not lie where its DICOM series does (a corner is {apart:.1f} mm away): it was moved, cut or resampled, so that boxes in it would be wrong in a DICOM SR. Export the boxes as .mrk.json, CSV, JSON or a page instead.</source>
        <translation>{name} 与其 DICOM 序列的位置不符（一个角相距 {apart:.1f} mm）：它被移动、裁剪或重采样过，其中的框放入 DICOM SR 会是错的。请改为以 .mrk.json、CSV、JSON 或页面导出框。</translation>
    </message>
    <message>
        <source>The DICOM series of {name} lacks its {lacking}: no DICOM SR can refer to it.</source>
        <translation>{name} 的 DICOM 序列缺少：{lacking}。DICOM SR 无法引用它。</translation>
    </message>
    <message>
        <source>{what} has one slice only. Give the folder with all slices of the series.</source>
        <translation>{what} 只有一个切片。请给出含有该 DICOM 序列全部切片的文件夹。</translation>
    </message>
    <message>
        <source>{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. Convert it with dcm2niix and give one volume of the result.</source>
        <translation>{what} 是马赛克图像：每个文件把整个体数据的切片拼成一幅图像。请用 dcm2niix 转换，并给出所得的一个体数据。</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no slice has a usable {name}, so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} 没有说明切片的位置：没有切片带有可用的 {name}，框在患者体内将没有位置。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: no usable {name} in {count} of {count_2} slices ({named}), so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation>{what} 没有说明切片的位置：{count_2} 个切片中有 {count} 个（{named}）没有可用的 {name}，框在患者体内将没有位置。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what}: the orientation (Image Orientation Patient) of {frame_name} is not two directions at right angles. Export the series again from the scanner or the archive.</source>
        <translation>{what}：{frame_name} 的方向（Image Orientation Patient）不是两个互相垂直的方向。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} orientations ({named} and {other_slices}), which are no one volume. Give a folder with the slices of one orientation, or choose another series.</source>
        <translation>{what} 含有 {count} 个方向的切片（{named} 和 {other_slices}），不能组成一个体数据。请给出只含一个方向切片的文件夹，或选择其他 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} holds slices of different matrix sizes: {count} of {first} x {first_2} pixels and {count_2} of {second} x {second_2} ({named}). Give a folder with the slices of one size.</source>
        <translation>{what} 含有矩阵大小不同的切片：{count} 个为 {first} x {first_2} 像素，{count_2} 个为 {second} x {second_2}（{named}）。请给出大小一致的切片文件夹。</translation>
    </message>
    <message>
        <source>{what} holds slices of different pixel spacing: {usual:g} x {usual_2:g} mm, and {pixel_size:g} x {pixel_size_2:g} mm in {count} of {count_2} ({named}). Give a folder with the slices of one scan.</source>
        <translation>{what} 含有像素间距不同的切片：{usual:g} x {usual_2:g} mm，而 {count_2} 个中有 {count} 个为 {pixel_size:g} x {pixel_size_2:g} mm（{named}）。请给出同一次扫描的切片文件夹。</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} frames of reference (Frame of Reference UID; as of {named}): their positions do not share one origin. Give a folder with the slices of one scan.</source>
        <translation>{what} 含有 {count} 个参考坐标系的切片（Frame of Reference UID；如 {named}）：它们的位置没有共同的原点。请给出同一次扫描的切片文件夹。</translation>
    </message>
    <message>
        <source>{what} holds slices of {count} {repeats} that lie between each other. Give a folder with the slices of one of them.</source>
        <translation>{what} 含有互相交错的切片，分属 {count} {repeats}。请给出只含其中一组切片的文件夹。</translation>
    </message>
    <message>
        <source>{what} holds {count} stacks of slices, with gaps between them ({stacks}). Give the slices of one stack.</source>
        <translation>{what} 含有 {count} 个切片组，组间有间隔（{stacks}）。请给出一个切片组的切片。</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: 1 slice is missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} 的切片间距不均匀：缺少 1 个切片（切片间距为 {usual:.2f} mm，而 {frames_name} 与 {frames_name_2} 之间为 {steps:.2f} mm）。请重新导出该 DICOM 序列，包含全部切片。</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: {lost} slices are missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation>{what} 的切片间距不均匀：缺少 {lost} 个切片（切片间距为 {usual:.2f} mm，而 {frames_name} 与 {frames_name_2} 之间为 {steps:.2f} mm）。请重新导出该 DICOM 序列，包含全部切片。</translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: its slices are from {least:.2f} to {most:.2f} mm apart. Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as NRRD.</source>
        <translation>{what} 的切片间距不均匀：从 {least:.2f} 到 {most:.2f} mm 不等。请在 Slicer 的 DICOM 模块中加载该 DICOM 序列（它会重采样这类扫描），固化其变换（Harden transform），再保存为 NRRD。</translation>
    </message>
    <message>
        <source>{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. Give a folder with the slices of one scan, or export the series again.</source>
        <translation>{what} 的部分切片位置不在一条直线上：偏离达 {off:.1f} mm。请给出同一次扫描的切片文件夹，或重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices contradict their orientation. Export the series again from the scanner or the archive.</source>
        <translation>{what} 倾斜 {degrees:.0f} 度，超过机架可倾斜的角度：切片的位置与方向互相矛盾。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>{what}: {frames_name} is turned or moved by {off:.1f} mm against the other slices, by its position, orientation and pixel spacing. Export the series again from the scanner or the archive.</source>
        <translation>{what}：按位置、方向和像素间距，{frames_name} 相对其他切片旋转或偏移了 {off:.1f} mm。请从扫描设备或 PACS 重新导出该 DICOM 序列。</translation>
    </message>
    <message>
        <source>Boxes cannot be written as {unknown!r}. Give one or more of {forms}.</source>
        <translation>不能以 {unknown!r} 写出框。请给出以下一种或多种：{forms}。</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene, and a DICOM SR refers to its series. Load it again.</source>
        <translation>体数据已不在场景中，而 DICOM SR 要引用它的序列。请重新加载。</translation>
    </message>
    <message>
        <source>{target} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation>无法写入 {target}：{reason}。请腾出空间或选择其他文件夹。</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it.</source>
        <translation>您无权读取 {path}：权限被拒绝。请向其所有者申请读取权限，或复制该文件。</translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk or copy it.</source>
        <translation>无法打开 {path}：{reason}。请检查磁盘或复制该文件。</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end too early. Copy or download it again.</source>
        <translation>{path} 不完整：压缩数据过早结束。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end where they begin. Copy or download it again.</source>
        <translation>{path} 不完整：压缩数据刚开始就结束了。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged: its packed data do not unpack ({error}). Copy or download it again.</source>
        <translation>{path} 已损坏：压缩数据无法解压（{error}）。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} does not fit into memory. Crop or resample it, or close other programs.</source>
        <translation>内存放不下 {path}。请裁剪或重采样，或关闭其他程序。</translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner, or copy it.</source>
        <translation>您无权读取 {path}：权限被拒绝。请联系其所有者，或复制该文件。</translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the disk or copy it.</source>
        <translation>无法读取 {path}：{reason}。请检查磁盘或复制该文件。</translation>
    </message>
    <message>
        <source>{path} is the header of a pair ({kind}): the file {split}.img with the voxels is missing. Put both into one folder.</source>
        <translation>{path} 是成对文件（{kind}）中的文件头：缺少含有体素的文件 {split}.img。请把两者放在同一文件夹中。</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives {count} dimensions. Copy or download it again.</source>
        <translation>{path} 已损坏：其文件头给出 {count} 个维度。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} contradicts itself: its header says {dtype_name} and {bits} bits a voxel. Export it again from the program that made it.</source>
        <translation>{path} 自相矛盾：其文件头给出 {dtype_name} 和每体素 {bits} 位。请用生成它的程序重新导出。</translation>
    </message>
    <message>
        <source>{path} is damaged: its header says that the voxels begin at byte {offset:g}. Copy it again.</source>
        <translation>{path} 已损坏：其文件头说体素从第 {offset:g} 字节开始。请重新复制。</translation>
    </message>
    <message>
        <source>{path} is in the old Analyze format and says that its slices are {how} (orient {orient}), but not to which sides they run. Convert it to NIfTI with the program that made it.</source>
        <translation>{path} 是旧的 Analyze 格式，只说明其切片为 {how}（orient {orient}），没有说明朝向哪一侧。请用生成它的程序转换为 NIfTI。</translation>
    </message>
    <message>
        <source>{path} holds {components} values a voxel (colour or vectors). MISGround reads grey values: convert it, or choose another file.</source>
        <translation>{path} 每个体素含有 {components} 个值（彩色或矢量）。MISGround 读取灰度：请转换，或选择其他文件。</translation>
    </message>
    <message>
        <source>{path} holds no voxels: its header gives the size {shown}. Export the scan again.</source>
        <translation>{path} 不含体素：其文件头给出的大小为 {shown}。请重新导出扫描。</translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives the size {shown}. Copy or download it again.</source>
        <translation>{path} 已损坏：其文件头给出的大小为 {shown}。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} has {count} dimensions ({shown}). MISGround reads one 3D volume: extract one time point or channel first.</source>
        <translation>{path} 有 {count} 个维度（{shown}）。MISGround 读取一个三维体数据：请先提取一个时间点或通道。</translation>
    </message>
    <message>
        <source>{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder.</source>
        <translation>{path} 只有一个切片（大小为 {shown}）。请给出三维体数据：完整的 DICOM 序列或其文件夹。</translation>
    </message>
    <message>
        <source>{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} mm. Resample the scan to a straight grid first, for example with Slicer's module Resample Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`.</source>
        <translation>{path} 有剪切（{what}）：坐标轴互不垂直，使体素偏移达 {moved:.1f} mm。请先把扫描重采样到直角网格，例如用 Slicer 的模块“重采样标量/矢量/DWI数据”（Resample Scalar/Vector/DWI Volume）或 `nibabel.processing.resample_to_output`。</translation>
    </message>
    <message>
        <source>{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.</source>
        <translation>{path} 是分割（结构的标签），不是扫描。请给出它所依据的扫描。</translation>
    </message>
    <message>
        <source>{path} does not say where its voxels lie: {fault}. Save the scan again from the program that made it, with a valid orientation.</source>
        <translation>{path} 没有说明体素的位置：{fault}。请用生成它的程序重新保存扫描，并带有有效的方向。</translation>
    </message>
    <message>
        <source>{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. Copy or download it again.</source>
        <translation>{path} 不完整：文件头所说的体素为 {needed} 字节，实有 {present} 字节。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged: where numbers should be it holds {error}. Copy or download it again.</source>
        <translation>{path} 已损坏：应为数字之处却是 {error}。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is damaged: it holds numbers that are no {dtype_name}. Copy or download it again.</source>
        <translation>{path} 已损坏：其中的数值不是 {dtype_name}。请重新复制或下载。</translation>
    </message>
    <message>
        <source>A page needs the package Jinja2, which is not installed. In Slicer's Python console: pip_install('jinja2'); else: pip install 'misground[export]'.</source>
        <translation>页面需要软件包 Jinja2，但未安装。在 Slicer 的 Python 控制台中：pip_install('jinja2')；否则：pip install 'misground[export]'。</translation>
    </message>
    <message>
        <source>{path} has a name that is not UTF-8. Rename it. ({reason})</source>
        <translation>{path} 的名称不是 UTF-8。请重命名。（{reason}）</translation>
    </message>
    <message>
        <source>{folder} has a name that is not UTF-8. Give another folder.</source>
        <translation>{folder} 的名称不是 UTF-8。请给出其他文件夹。</translation>
    </message>
    <message>
        <source>{source} holds no number at all (NaN in every voxel). Choose another scan.</source>
        <translation>{source} 中没有任何数值（所有体素均为 NaN）。请选择其他扫描。</translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). Copy or download it again.</source>
        <translation>{path} 是空的（0 字节）。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is packed, and nothing is in it. Copy or download it again.</source>
        <translation>{path} 是压缩文件，但其中没有内容。请重新复制或下载。</translation>
    </message>
    <message>
        <source>{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.</source>
        <translation>{path} 是用 gzip 压缩的 DICOM 文件。请解压，并给出该 DICOM 序列的文件夹。</translation>
    </message>
    <message>
        <source>{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path_name}</source>
        <translation>{path} 是 git-annex 指针：扫描本身不在本机上。请运行：git annex get {path_name}</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.</source>
        <translation>{path} 是指向 {target} 的链接，但后者不存在。请恢复该文件，或给出扫描本身。</translation>
    </message>
    <message>
        <source>The box {name} lies beside the volume. Put it back, or ask again.</source>
        <translation>框 {name} 在体数据之外。请把它放回，或再次询问。</translation>
    </message>
    <message>
        <source>{name} is a single volume, no 4D sequence. Ask about the item shown.</source>
        <translation>{name} 是单个体数据，不是四维序列。请询问所显示的项。</translation>
    </message>
    <message>
        <source>{name} is moved from item to item by the transform {transform}. Ask about the item shown, or harden the transform first.</source>
        <translation>变换 {transform} 使 {name} 逐项移动。请询问所显示的项，或先固化变换（Harden transform）。</translation>
    </message>
    <message>
        <source>{name} has no image for {item_text} any more. Ask again.</source>
        <translation>{name} 已没有 {item_text} 的图像。请再次询问。</translation>
    </message>
    <message>
        <source>{target} was left out: {bundle} is no scene bundle.</source>
        <translation>未写出 {target}：{bundle} 不是场景数据包。</translation>
    </message>
    <message>
        <source>{target} was left out: drawing took over {timeout_seconds} seconds.</source>
        <translation>未写出 {target}：绘制超过 {timeout_seconds} 秒。</translation>
    </message>
    <message>
        <source>{target} was left out: this machine cannot draw without a display. Install libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) and run again.</source>
        <translation>未写出 {target}：本机没有显示器时无法绘制。请安装 libegl1 libegl-mesa0 libgl1-mesa-dri（apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri），然后重新运行。</translation>
    </message>
    <message>
        <source>{target} was left out: {reason}</source>
        <translation>未写出 {target}：{reason}</translation>
    </message>
    <message>
        <source>{target} was left out: a Slicer without a main window does not draw. Open {bundle} in one that has one.</source>
        <translation>未写出 {target}：没有主窗口的 Slicer 不绘图。请在有主窗口的 Slicer 中打开 {bundle}。</translation>
    </message>
    <message>
        <source>{target} was left out: {error}</source>
        <translation>未写出 {target}：{error}</translation>
    </message>
    <message>
        <source>No volume is chosen. Load a scan and choose it as the volume.</source>
        <translation>没有选择体数据。请加载扫描并把它选为体数据。</translation>
    </message>
    <message>
        <source>The volume is no longer in the scene. Load it again, or choose another volume.</source>
        <translation>体数据已不在场景中。请重新加载，或选择其他体数据。</translation>
    </message>
    <message>
        <source>{name} is not a volume. Choose a scan (a scalar volume).</source>
        <translation>{name} 不是体数据。请选择扫描（标量体数据）。</translation>
    </message>
    <message>
        <source>{name} is a label map. Choose the scan itself.</source>
        <translation>{name} 是标签图。请选择扫描本身。</translation>
    </message>
    <message>
        <source>{name} holds no image. Load the scan again, or choose another volume.</source>
        <translation>{name} 不含图像。请重新加载扫描，或选择其他体数据。</translation>
    </message>
    <message>
        <source>{name} holds {count} values a voxel (colour, vectors or 4D). Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first.</source>
        <translation>{name} 每个体素含有 {count} 个值（彩色、矢量或四维）。请选择每个体素一个灰度值的体数据；若是四维扫描，请先提取一个三维体数据。</translation>
    </message>
    <message>
        <source>{name} has only one slice. Choose a 3D volume: load the whole series.</source>
        <translation>{name} 只有一个切片。请选择三维体数据：加载完整的 DICOM 序列。</translation>
    </message>
    <message>
        <source>{name} holds no number at all (NaN in every voxel). Choose another volume.</source>
        <translation>{name} 中没有任何数值（所有体素均为 NaN）。请选择其他体数据。</translation>
    </message>
    <message>
        <source>{name} is under the non-linear transform {parent_name}. Harden the transform first (Data module, right-click the transform icon, Harden transform).</source>
        <translation>{name} 处于非线性变换 {parent_name} 之下。请先固化变换（“数据”模块，右键单击变换图标，选“固化变换”，即 Harden transform）。</translation>
    </message>
    <message>
        <source>{name} is under the transform {parent_name}, which mirrors it: what is the patient's left would be called right. Take the volume out of the transform (Data module, right-click the transform icon, None).</source>
        <translation>{name} 处于变换 {parent_name} 之下，该变换使其镜像：患者的左侧会被称为右侧。请把体数据移出变换（“数据”模块，右键单击变换图标，选 None）。</translation>
    </message>
    <message>
        <source>{name} has no place in space: its spacing, orientation or transform is zero or no number. Load the scan again, or take it out of its transform.</source>
        <translation>{name} 在空间中没有位置：其间距、方向或变换为零或不是数字。请重新加载扫描，或把它移出变换。</translation>
    </message>
    <message>
        <source>{name} was moved or exchanged while it was searched. Ask again where it is now.</source>
        <translation>{name} 在搜索时被移动或替换。请在它现在的位置再次询问。</translation>
    </message>
    <message>
        <source>The slice of the {getlayoutname} view does not pass through {name}. Scroll to a slice of the volume, or choose another view.</source>
        <translation>{getlayoutname} 视图的切片不经过 {name}。请滚动到体数据内的切片，或选择其他视图。</translation>
    </message>
    <message>
        <source>The tokenizer has {count} tokens but the model only {size}: they do not belong together. Use the tokenizer files that came with the model.</source>
        <translation>分词器有 {count} 个词元，而模型只有 {size} 个：两者不配套。请使用模型自带的分词器文件。</translation>
    </message>
    <message>
        <source>k is {k}: give 1 or more neighbours (1 equals greedy).</source>
        <translation>k 为 {k}：请给出 1 个或更多邻居（1 等同于 greedy）。</translation>
    </message>
    <message>
        <source>The content mask has {numel} entries but the embedding table {size} rows.</source>
        <translation>内容掩码有 {numel} 项，而嵌入表有 {size} 行。</translation>
    </message>
    <message>
        <source>The model's embedding table holds values that are not numbers: its files are damaged. Copy or download the model again, or choose greedy decoding.</source>
        <translation>模型的嵌入表中有不是数字的值：其文件已损坏。请重新复制或下载模型，或选择 greedy 解码。</translation>
    </message>
    <message>
        <source>The neighbour graph {path} is damaged. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>邻居图 {path} 已损坏。请用 `misground serve-args MODEL --graph-file FILE` 写出。</translation>
    </message>
    <message>
        <source>{path} is no neighbour graph to serve with, or an older version's. Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>{path} 不是可供服务器使用的邻居图，或属于旧版本。请用 `misground serve-args MODEL --graph-file FILE` 写出。</translation>
    </message>
    <message>
        <source>The neighbour graph {path} cannot be read ({error}). Write it with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>无法读取邻居图 {path}（{error}）。请用 `misground serve-args MODEL --graph-file FILE` 写出。</translation>
    </message>
    <message>
        <source>{path} is the graph of {found}, and you ask for {wanted}. Give another --graph-file, or delete this one.</source>
        <translation>{path} 是 {found} 的邻居图，而您要的是 {wanted}。请给出其他 --graph-file，或删除此文件。</translation>
    </message>
    <message>
        <source>A server needs at least 1 GPU on at least 1 machine.</source>
        <translation>服务器需要至少 1 台机器上的至少 1 个 GPU。</translation>
    </message>
    <message>
        <source>Semantic sampling works with one beam, not {num_beams}: set num_beams to 1, or choose greedy decoding.</source>
        <translation>语义采样只用一个波束（beam），不能用 {num_beams} 个：请把 num_beams 设为 1，或选择 greedy 解码。</translation>
    </message>
    <message>
        <source>top_m is {top_m}: give 1 or more candidates.</source>
        <translation>top_m 为 {top_m}：请给出 1 个或更多候选。</translation>
    </message>
    <message>
        <source>top_p is {top_p}: give a number above 0 and up to 1.</source>
        <translation>top_p 为 {top_p}：请给出大于 0 且不超过 1 的数。</translation>
    </message>
    <message>
        <source>The neighbour graph is of a vocabulary of {shape} tokens, the model has {shape_2}: build the graph from this model.</source>
        <translation>邻居图的词表有 {shape} 个词元，模型有 {shape_2} 个：请用此模型建立邻居图。</translation>
    </message>
    <message>
        <source>The neighbour graph {graph} is of {origin}, a vocabulary of {tokens} tokens, and the served model has {wanted}. Write its own with `misground serve-args MODEL --graph-file FILE`.</source>
        <translation>邻居图 {graph} 属于 {origin}，词表有 {tokens} 个词元，而服务器的模型有 {wanted} 个。请用 `misground serve-args MODEL --graph-file FILE` 写出它自己的邻居图。</translation>
    </message>
    <message>
        <source>The {plane} picture has only {size} x {size_2} pixels: the scan is too thin there. Choose another plane.</source>
        <translation>{plane} 平面的图像只有 {size} x {size_2} 像素：扫描在此方向上太薄。请选择其他平面。</translation>
    </message>
    <message>
        <source>There is nothing to see: every pixel of the slice has the same grey value with {window_text}. Choose another slice or volume{other}.</source>
        <translation>没有可见内容：在 {window_text} 下切片的所有像素灰度相同。请选择其他切片或体数据{other}。</translation>
    </message>
    <message>
        <source>The slice plane does not pass through the volume. Move the slice into it.</source>
        <translation>切片平面不经过体数据。请把切片移到体数据内。</translation>
    </message>
    <message>
        <source>There is no plane {plane!r}: choose {planes}.</source>
        <translation>没有平面 {plane!r}：请选择 {planes}。</translation>
    </message>
    <message>
        <source>The position {position_mm:g} mm lies outside the volume: give {value} from {low:.1f} to {high:.1f} mm.</source>
        <translation>位置 {position_mm:g} mm 在体数据之外：请给出 {value}，从 {low:.1f} 到 {high:.1f} mm。</translation>
    </message>
    <message>
        <source>{first} and {second} could not be registered: {why}. Compare them without a registration, or put the second one under a transform in 3D Slicer.</source>
        <translation>无法配准 {first} 与 {second}：{why}。请不经配准直接比较，或在 3D Slicer 中把第二个放在变换之下。</translation>
    </message>
    <message>
        <source>{name} has one grey value nearly everywhere: there is nothing to register it by.</source>
        <translation>{name} 几乎处处灰度相同：没有可用于配准的内容。</translation>
    </message>
    <message>
        <source>The two answers have no target in common. Ask the same query on both volumes.</source>
        <translation>两个回答没有共同的目标。请对两个体数据询问同样的查询。</translation>
    </message>
    <message>
        <source>One of the answers is of a slice. Only answers of whole volumes are compared: ask the volume.</source>
        <translation>其中一个回答针对的是切片。只比较整个体数据的回答：请询问体数据。</translation>
    </message>
    <message>
        <source>The model in {folder} is misground-mini as an older MISGround had it, which was asked in other words. Choose misground-mini itself.</source>
        <translation>{folder} 中的模型是旧版 MISGround 的 misground-mini，其提问用语不同。请选择现在的 misground-mini。</translation>
    </message>
    <message>
        <source>The model in {folder} cannot be asked. {refused}</source>
        <translation>无法询问 {folder} 中的模型。{refused}</translation>
    </message>
    <message>
        <source>The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a model of one of the types {known}.</source>
        <translation>{folder} 中的模型类型为 {kind!r}，MISGround 无法询问。请选择 misground-mini 或以下类型之一的模型：{known}。</translation>
    </message>
    <message>
        <source>{why} Say how it writes its boxes in its config.json: "misground": {names}. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>{why} 请在其 config.json 中说明它如何书写框："misground": {names}。或给出框的格式（--box-format；在面板的“解码与设备”中）。</translation>
    </message>
    <message>
        <source>The name {shown} tells both {told}, and each writes boxes its own way. Start the server with --served-model-name and a name that holds one of them only. Or give the box format (--box-format; in the panel under Decoding and device).</source>
        <translation>名称 {shown} 同时指向 {told}，而它们书写框的方式不同。请用 --served-model-name 和只含其中一个的名称启动服务器。或给出框的格式（--box-format；在面板的“解码与设备”中）。</translation>
    </message>
    <message>
        <source>The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of one of these, start its server with --served-model-name and a name that holds the family's.</source>
        <translation>从名称 {shown} 看不出应如何询问该模型。MISGround 认识 {known}。如果模型属于其中之一，请用 --served-model-name 和含有该系列名称的名称启动服务器。</translation>
    </message>
    <message>
        <source>{name} gives its boxes as numbers, not as text in some format: leave the box format {automatic_boxes}.</source>
        <translation>{name} 以数值而非某种格式的文本给出框：请把框的格式保持为 {automatic_boxes}。</translation>
    </message>
    <message>
        <source>{mini_name} writes its boxes in one way, which is known: leave the box format {automatic_boxes}.</source>
        <translation>{mini_name} 只用一种已知的方式书写框：请把框的格式保持为 {automatic_boxes}。</translation>
    </message>
    <message>
        <source>The box format {box_format} counts the pixels of Qwen's own pictures, and {model_name} makes others. Choose a format that counts from 0 to 1000, or from 0 to 1.</source>
        <translation>框的格式 {box_format} 按 Qwen 自己图像的像素计数，而 {model_name} 的图像不同。请选择按 0 到 1000 或 0 到 1 计数的格式。</translation>
    </message>
    <message>
        <source>{name} was not trained to draw a box round each of several things, so that it cannot count them. Ask for one thing at a time, or choose a model that lists its boxes, such as Qwen3-VL.</source>
        <translation>{name} 没有受过为多个对象逐一画框的训练，因此无法计数。请一次只查询一个对象，或选择会逐一列出框的模型，例如 Qwen3-VL。</translation>
    </message>
    <message>
        <source>{name} writes no words, so that semantic sampling does not apply to it: it has no neighbour graph, and no vLLM server holds it. Use it on this computer, or choose another model.</source>
        <translation>{name} 不输出文字，语义采样对它不适用：它没有邻居图，也没有 vLLM 服务器提供它。请在本机上使用，或选择其他模型。</translation>
    </message>
    <message>
        <source>vLLM cannot serve {text}: misground-mini has an architecture of its own, which only MISGround runs, on this computer and without a server. Give the folder or hub id of another model.</source>
        <translation>vLLM 不能提供 {text}：misground-mini 有自己的架构，只能由 MISGround 在本机上运行，不用服务器。请给出其他模型的文件夹或 Hugging Face 标识。</translation>
    </message>
    <message>
        <source>No model is chosen. Choose misground-mini, a folder, or a Hugging Face id.</source>
        <translation>没有选择模型。请选择 misground-mini、文件夹或 Hugging Face 标识。</translation>
    </message>
    <message>
        <source>{text} is a file. Give the folder that holds config.json and the weights.</source>
        <translation>{text} 是文件。请给出含有 config.json 和权重的文件夹。</translation>
    </message>
    <message>
        <source>The model folder {text} has no config.json. Choose the folder of a whole model.</source>
        <translation>模型文件夹 {text} 没有 config.json。请选择完整模型的文件夹。</translation>
    </message>
    <message>
        <source>There is no model folder {text}. Check the path, or choose misground-mini, which comes with MISGround.</source>
        <translation>没有模型文件夹 {text}。请检查路径，或选择随 MISGround 提供的 misground-mini。</translation>
    </message>
    <message>
        <source>The model folder {path} has no config.json. Choose the folder of a whole model.</source>
        <translation>模型文件夹 {path} 没有 config.json。请选择完整模型的文件夹。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Copy or download the model again.</source>
        <translation>无法读取 {file}（{error}）。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>{file} does not describe a model. Copy or download the model again.</source>
        <translation>{file} 没有描述模型。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>The model folder {path} lacks its {what} ({files}). Copy or download the model again.</source>
        <translation>模型文件夹 {path} 缺少：{what}（{files}）。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>{index} cannot be read. Copy or download the model again.</source>
        <translation>无法读取 {index}。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>The model folder {path} holds its weights only as {pickles}, a pickle, which could run a stranger's program when opened. Choose a model with model.safetensors, or convert this one to safetensors.</source>
        <translation>模型文件夹 {path} 的权重只有 {pickles}，这是 pickle，打开时可能运行他人的程序。请选择带 model.safetensors 的模型，或把此模型转换为 safetensors。</translation>
    </message>
    <message>
        <source>The model folder {path} holds no weights (model.safetensors). Copy or download them.</source>
        <translation>模型文件夹 {path} 没有权重（model.safetensors）。请复制或下载。</translation>
    </message>
    <message>
        <source>{count} of {count_2} weight files are missing in {path}, the first is {missing}. Copy or download the model again.</source>
        <translation>{path} 中 {count_2} 个权重文件缺少 {count} 个，第一个是 {missing}。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms. Accept them on huggingface.co and log in, or choose another model.</source>
        <translation>{model} 只提供给接受其条款的用户。请在 huggingface.co 接受条款并登录，或选择其他模型。</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: no connection to Hugging Face.</source>
        <translation>无法下载 {model}：没有到 Hugging Face 的连接。</translation>
    </message>
    <message>
        <source>{model} is neither a folder nor on this computer. Allow the download, or choose misground-mini.</source>
        <translation>{model} 既不是文件夹，也不在本机上。请允许下载，或选择 misground-mini。</translation>
    </message>
    <message>
        <source>{model} could not be downloaded: the disk is full. Free some space.</source>
        <translation>无法下载 {model}：磁盘已满。请腾出空间。</translation>
    </message>
    <message>
        <source>{model} could not be downloaded ({name}: {error}).</source>
        <translation>无法下载 {model}（{name}：{error}）。</translation>
    </message>
    <message>
        <source>The model's file {file} is missing. {restore}</source>
        <translation>模型的文件 {file} 缺失。{restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is not that in SHA256SUMS). {restore}</source>
        <translation>模型的文件 {file} 已损坏或并非原件：不是随附的那个（其 SHA-256 与 SHA256SUMS 不符）。{restore}</translation>
    </message>
    <message>
        <source>The model's file {file} is not one that was shipped (SHA256SUMS does not list it). Remove it. {restore}</source>
        <translation>模型的文件 {file} 不是随附的文件（SHA256SUMS 未列出）。请移除。{restore}</translation>
    </message>
    <message>
        <source>The model's file {file} cannot be read ({reason}). {restore}</source>
        <translation>无法读取模型的文件 {file}（{reason}）。{restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is missing. {restore}</source>
        <translation>模型的文件 {path} 缺失。{restore}</translation>
    </message>
    <message>
        <source>The model's file {path} cannot be read ({error}). {restore}</source>
        <translation>无法读取模型的文件 {path}（{error}）。{restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this folder. {restore}</source>
        <translation>模型的文件 {path} 已损坏：第 {number} 行不是 SHA-256 和此文件夹中的文件。{restore}</translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: it lists nothing. {restore}</source>
        <translation>模型的文件 {path} 已损坏：其中没有列出任何内容。{restore}</translation>
    </message>
    <message>
        <source>The model's numbers overflowed on this device. Choose the device cpu, or another model.</source>
        <translation>模型的数值在此设备上溢出。请选择设备 cpu，或其他模型。</translation>
    </message>
    <message>
        <source>{family_name} is not loaded in fewer bits. Choose the precision auto.</source>
        <translation>{family_name} 不能以更少的位数加载。请选择精度 auto。</translation>
    </message>
    <message>
        <source>{family_name} needs transformers {since} or later, and {installed} is installed. Update transformers, or choose another model.</source>
        <translation>{family_name} 需要 transformers {since} 或更高版本，而已安装的是 {installed}。请更新 transformers，或选择其他模型。</translation>
    </message>
    <message>
        <source>There is no device {name!r}. Choose auto, cpu, cuda or mps.</source>
        <translation>没有设备 {name!r}。请选择 auto、cpu、cuda 或 mps。</translation>
    </message>
    <message>
        <source>This computer has no device {name} that PyTorch can use. Choose auto or cpu.</source>
        <translation>本机没有 PyTorch 可用的设备 {name}。请选择 auto 或 cpu。</translation>
    </message>
    <message>
        <source>The weight file {file} is damaged or not complete ({error}). Copy or download the model again.</source>
        <translation>权重文件 {file} 已损坏或不完整（{error}）。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>The model in {path} cannot be loaded ({reason}). Copy or download it again.</source>
        <translation>无法加载 {path} 中的模型（{reason}）。请重新复制或下载。</translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json. Copy the model again.</source>
        <translation>{path} 中的权重与其 config.json 不符。请重新复制模型。</translation>
    </message>
    <message>
        <source>The weights in {path} lack {count} parts of the model, the first is {missing}. Copy or download the model again.</source>
        <translation>{path} 中的权重缺少模型的 {count} 个部分，第一个是 {missing}。请重新复制或下载模型。</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on the graphics card: it was not loaded. Close other programs, or choose the precision 8bit or 4bit, the device cpu or a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} 约需内存 {gigabytes}，而显卡上可用 {free}：没有加载。请关闭其他程序，或选择精度 8bit 或 4bit、设备 cpu 或较小的模型。若仍要加载：用 --load-anyway，在面板的“解码与设备”中。</translation>
    </message>
    <message>
        <source>{name} needs about {gigabytes} of memory, and {free} are free on this computer: it was not loaded. Close other programs, or choose a smaller model. To load it even so: --load-anyway, in the panel under Decoding and device.</source>
        <translation>{name} 约需内存 {gigabytes}，而本机可用 {free}：没有加载。请关闭其他程序，或选择较小的模型。若仍要加载：用 --load-anyway，在面板的“解码与设备”中。</translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Restore the model's folder from the distribution.</source>
        <translation>无法读取 {file}（{error}）。请用发行包恢复模型文件夹。</translation>
    </message>
    <message>
        <source>The picture settings of {info} resize the slice to {seen} x {seen_2} px, and its boxes would be misread. Restore its preprocessor_config.json, or choose another model.</source>
        <translation>{info} 的图像设置把切片缩放到 {seen} x {seen_2} px，其框会被读错。请恢复其 preprocessor_config.json，或选择其他模型。</translation>
    </message>
    <message>
        <source>The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again.</source>
        <translation>无法加载 {folder} 中的处理器或分词器（{error}）。请重新复制模型。</translation>
    </message>
    <message>
        <source>The tokenizer in {folder} has no {image_token}: this is no {family_name} model. Choose another folder.</source>
        <translation>{folder} 中的分词器没有 {image_token}：这不是 {family_name} 模型。请选择其他文件夹。</translation>
    </message>
    <message>
        <source>The processor in {folder} cannot be made ({error}). Copy the model again.</source>
        <translation>无法创建 {folder} 中的处理器（{error}）。请重新复制模型。</translation>
    </message>
    <message>
        <source>The model folder {folder} has no chat template. Copy the whole model again.</source>
        <translation>模型文件夹 {folder} 没有对话模板。请重新复制整个模型。</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need a CUDA card, and the device is {device}. Choose the precision auto, or a smaller model.</source>
        <translation>{bits} 位权重需要 CUDA 显卡，而设备是 {device}。请选择精度 auto，或较小的模型。</translation>
    </message>
    <message>
        <source>Weights in {bits} bit need the Python package {missing}. Install {packages}, or choose the precision auto.</source>
        <translation>{bits} 位权重需要 Python 包 {missing}。请安装 {packages}，或选择精度 auto。</translation>
    </message>
    <message>
        <source>{name} reads phrases of at most {most} tokens, and this one has {count}. Ask in fewer words.</source>
        <translation>{name} 能读的短语最多 {most} 个词元，而此短语有 {count} 个。请用更少的词询问。</translation>
    </message>
    <message>
        <source>Read as: {names}.</source>
        <translation>理解为：{names}。</translation>
    </message>
    <message>
        <source>a side of the picture is not a side of the patient; name the patient's left or right</source>
        <translation>图像的一侧不是患者的一侧；请写明患者的左或右</translation>
    </message>
    <message>
        <source>"{levels}" may be two vertebrae, a range or a disc; name each vertebra</source>
        <translation>"{levels}" 可能是两个椎骨、一段或一个椎间盘；请逐个写出椎骨</translation>
    </message>
    <message>
        <source>it says "{word}"; name only what to look for</source>
        <translation>其中有 "{word}"；请只写要找的内容</translation>
    </message>
    <message>
        <source>it says left and right at once; ask for "left" or "right", or for "both"</source>
        <translation>同时写了左和右；请写 "left" 或 "right"，或写 "both"</translation>
    </message>
    <message>
        <source>there is a {there} {name} only, no {asked} one</source>
        <translation>{name} 只在一侧（{there}），不在所问的一侧（{asked}）</translation>
    </message>
    <message>
        <source>the {name} is one structure, with no left and right</source>
        <translation>{name} 是单个结构，不分左右</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model does not know it.</source>
        <translation>{query}：无法计数：模型不认识它。</translation>
    </message>
    <message>
        <source>{query}: cannot be counted: the model gave no answer that can be used.</source>
        <translation>{query}：无法计数：模型没有给出可用的回答。</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes of what was looked for ({known}); a further one would not be noticed.</source>
        <translation>{query}：{counted}；计数的是所查找对象的框（{known}）；多出来的不会被注意到。</translation>
    </message>
    <message>
        <source>{query}: {counted}; counted are the boxes that the model drew on this slice.</source>
        <translation>{query}：{counted}；计数的是模型在此切片上画的框。</translation>
    </message>
    <message>
        <source>{query}: not known to the model.</source>
        <translation>{query}：模型不认识。</translation>
    </message>
    <message>
        <source>{query}: the model gave no answer that can be used.</source>
        <translation>{query}：模型没有给出可用的回答。</translation>
    </message>
    <message>
        <source>{query}: nothing to point at.</source>
        <translation>{query}：没有可指出的位置。</translation>
    </message>
    <message>
        <source>{label} at {place}, the model's own point</source>
        <translation>{label} 位于 {place}，是模型自己给出的点</translation>
    </message>
    <message>
        <source>{label} at {place}, the centre of its box, which need not lie in the structure</source>
        <translation>{label} 位于 {place}，是其框的中心，不一定在该结构内</translation>
    </message>
    <message>
        <source>The server told no probabilities, so there is no score.</source>
        <translation>服务器没有给出概率，因此没有得分。</translation>
    </message>
    <message>
        <source>The server's tokens do not spell its answer: the score is the mean over all of them.</source>
        <translation>服务器给出的词元拼不成其回答：得分是全部词元的平均值。</translation>
    </message>
    <message>
        <source>The answer was cut off at {count} tokens.</source>
        <translation>回答在 {count} 个词元处被截断。</translation>
    </message>
    <message>
        <source>The server made the picture smaller ({tokens} tokens in all, {ours} for our picture), and its boxes would be misread. Start it without limits on the size of pictures (mm-processor-kwargs).</source>
        <translation>服务器缩小了图像（总共 {tokens} 个词元，而我们的图像为 {ours} 个），其框会被读错。请在启动时不限制图像大小（mm-processor-kwargs）。</translation>
    </message>
    <message>
        <source>{several} and {last}</source>
        <translation>{several}和{last}</translation>
    </message>
    <message>
        <source>{size} mm, {share} % of the volume</source>
        <translation>{size} mm，占体数据的 {share} %</translation>
    </message>
    <message>
        <source>grey values inside {grey}</source>
        <translation>框内灰度 {grey}</translation>
    </message>
    <message>
        <source>{planes} agree</source>
        <translation>{planes}一致</translation>
    </message>
    <message>
        <source>{planes} alone shows it so</source>
        <translation>仅{planes}如此显示</translation>
    </message>
    <message>
        <source>not seen in {planes} slices</source>
        <translation>{planes}切片中未见</translation>
    </message>
    <message>
        <source>planes disagree</source>
        <translation>各平面不一致</translation>
    </message>
    <message>
        <source>{ends} end assumed</source>
        <translation>{ends}端为假定</translation>
    </message>
    <message>
        <source>{label}: not known to the model</source>
        <translation>{label}：模型不认识</translation>
    </message>
    <message>
        <source>{label}: no answer that can be used ({slices})</source>
        <translation>{label}：没有可用的回答（{slices}）</translation>
    </message>
    <message>
        <source>{label}: not in this volume ({slices})</source>
        <translation>{label}：不在此体数据中（{slices}）</translation>
    </message>
    <message>
        <source>{label}: not found so far ({slices})</source>
        <translation>{label}：尚未找到（{slices}）</translation>
    </message>
    <message>
        <source>cut off at the volume's {ends} end</source>
        <translation>在体数据的{ends}端被截断</translation>
    </message>
    <message>
        <source>found</source>
        <translation>找到</translation>
    </message>
    <message>
        <source>{label} {score} unsure: {facts}</source>
        <translation>{label} {score}，不确定：{facts}</translation>
    </message>
    <message>
        <source>{count} slice showed it, and what lies round about did not: it is not believed.</source>
        <translation>有 {count} 个切片显示它，而周围的切片没有：不予采信。</translation>
    </message>
    <message>
        <source>{count} slices showed it, and what lies round about did not: it is not believed.</source>
        <translation>有 {count} 个切片显示它，而周围的切片没有：不予采信。</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end.</source>
        <translation>在体数据的{ends}端被截断。</translation>
    </message>
    <message>
        <source>Not looked for to its end: where it ends ({ends}) is assumed.</source>
        <translation>没有搜索到头：其终点（{ends}）为假定。</translation>
    </message>
    <message>
        <source>no slice</source>
        <translation>没有切片</translation>
    </message>
    <message>
        <source>{planes} slice</source>
        <translation>{planes}切片</translation>
    </message>
    <message>
        <source>{planes} slices</source>
        <translation>{planes}切片</translation>
    </message>
    <message>
        <source>its middle lies {distance} mm on the other side of the body's midline</source>
        <translation>其中心位于身体中线另一侧 {distance} mm 处</translation>
    </message>
    <message>
        <source>it lies on the wrong side of the {label}</source>
        <translation>它相对于 {label} 在错误的一侧</translation>
    </message>
    <message>
        <source>it lies above the {label}</source>
        <translation>它在 {label} 之上</translation>
    </message>
    <message>
        <source>it lies below the {label}</source>
        <translation>它在 {label} 之下</translation>
    </message>
    <message>
        <source>it lies where the {label} does</source>
        <translation>它与 {label} 在同一处</translation>
    </message>
    <message>
        <source>a pipe</source>
        <translation>管道</translation>
    </message>
    <message>
        <source>a device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>a socket</source>
        <translation>套接字</translation>
    </message>
    <message>
        <source>neither a file nor a folder</source>
        <translation>既不是文件也不是文件夹</translation>
    </message>
    <message>
        <source>, not a scan</source>
        <translation>，不是扫描</translation>
    </message>
    <message>
        <source>it is on a read-only disk</source>
        <translation>它在只读磁盘上</translation>
    </message>
    <message>
        <source>you may not write there</source>
        <translation>您无权写入该处</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>your share of the disk is used up</source>
        <translation>您的磁盘配额已用完</translation>
    </message>
    <message>
        <source>{path} is a link that leads back to itself.</source>
        <translation>{path} 是指回自身的链接。</translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there.</source>
        <translation>{path} 是指向 {target} 的链接，但后者不存在。</translation>
    </message>
    <message>
        <source>The model gave this box {count} times; it is drawn once.</source>
        <translation>模型给出此框 {count} 次；只画一次。</translation>
    </message>
    <message>
        <source>No description of "{query}" is known: it is asked for by its words alone.</source>
        <translation>没有 "{query}" 的描述：只按其文字询问。</translation>
    </message>
    <message>
        <source>Check the side: this box is called {name}, but all of it lies more than {distance} mm to the patient's {side} of the body's midline.</source>
        <translation>请核对左右：此框名为 {name}，但它全部位于患者{side}侧、距身体中线超过 {distance} mm。</translation>
    </message>
    <message>
        <source>left</source>
        <translation>左</translation>
    </message>
    <message>
        <source>right</source>
        <translation>右</translation>
    </message>
    <message>
        <source>The model drew the {name} on a slice that lies {distance} mm to the patient's {side} of the body's midline. It is refused: ask on a slice of the other side.</source>
        <translation>模型把 {name} 画在位于患者{side}侧、距身体中线 {distance} mm 的切片上。不予采纳：请在另一侧的切片上询问。</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies within {distance} mm of the body's midline.</source>
        <translation>左右未经证实：框距身体中线不到 {distance} mm。</translation>
    </message>
    <message>
        <source>The side is not proved: the box lies beyond the body's midline.</source>
        <translation>左右未经证实：框越过了身体中线。</translation>
    </message>
    <message>
        <source>The side is not proved: a sagittal slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>左右未经证实：矢状位切片不能显示左右，而此扫描中无法测出身体中线（身体被截断，或两侧差异过大）。</translation>
    </message>
    <message>
        <source>The side is not proved: this slice does not show it, and the body's own midline could not be measured in this scan (it is cut off, or too unlike on its two sides).</source>
        <translation>左右未经证实：此切片不能显示左右，而此扫描中无法测出身体中线（身体被截断，或两侧差异过大）。</translation>
    </message>
    <message>
        <source>window {window}, level {level} ({source})</source>
        <translation>窗宽 {window}，窗位 {level}（{source}）</translation>
    </message>
    <message>
        <source>, or the window "as displayed"</source>
        <translation>，或窗宽窗位 "as displayed"</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller volume is shown by both; {measure} {similarity}; registrations each way agree to {disagreement} mm; moved {moved} mm and turned {turned} degrees against the files</source>
        <translation>两者共同显示较小体数据的 {overlap} %；{measure} {similarity}；双向配准相差 {disagreement} mm；相对于文件移动 {moved} mm、旋转 {turned} 度</translation>
    </message>
    <message>
        <source>Places are compared as the scene's transforms say.</source>
        <translation>位置按场景的变换比较。</translation>
    </message>
    <message>
        <source>Places are compared as the files say: nobody checked that the patient lay alike on both visits.</source>
        <translation>位置按文件比较：没有人核实两次检查时患者的体位相同。</translation>
    </message>
    <message>
        <source>the volumes have too little in common to begin with</source>
        <translation>两个体数据一开始的共同部分就太少</translation>
    </message>
    <message>
        <source>{overlap} % of the smaller one is shown by both</source>
        <translation>两者只共同显示较小者的 {overlap} %</translation>
    </message>
    <message>
        <source>registrations each way differ by {distance} mm</source>
        <translation>双向配准相差 {distance} mm</translation>
    </message>
    <message>
        <source>what both show is too unlike ({measure} {similarity})</source>
        <translation>两者共同显示的内容差异过大（{measure} {similarity}）</translation>
    </message>
    <message>
        <source>Places are compared after a rigid registration by SimpleITK: {quality}.</source>
        <translation>位置在 SimpleITK 刚性配准之后比较：{quality}。</translation>
    </message>
    <message>
        <source>A volume</source>
        <translation>一个体数据</translation>
    </message>
    <message>
        <source>another</source>
        <translation>另一个</translation>
    </message>
    <message>
        <source>Differences of boxes, as figures: no diagnosis. For research use only.</source>
        <translation>框的差异，仅为数值：不是诊断。仅供研究使用。</translation>
    </message>
    <message>
        <source>No end of a box is known better than {finest} mm: smaller changes say nothing.</source>
        <translation>框的边界精度不高于 {finest} mm：更小的变化没有意义。</translation>
    </message>
    <message>
        <source>They were answered by two models: differences may be the models'.</source>
        <translation>由两个模型回答：差异可能来自模型。</translation>
    </message>
    <message>
        <source>They were answered by two revisions of the model: differences may be the models'.</source>
        <translation>由模型的两个修订版回答：差异可能来自模型。</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>They are of two modalities ({first} and {second}): what a box is drawn round may differ.</source>
        <translation>两者模态不同（{first} 和 {second}）：框所围的内容可能不同。</translation>
    </message>
    <message>
        <source>A search did not come to its own end (budget or cancel): its boxes may grow.</source>
        <translation>有一次搜索没有自行完成（达到上限或被取消）：其框可能还会扩大。</translation>
    </message>
    <message>
        <source>The boxes' sides lie up to {angle} degrees against one another, which alters sizes.</source>
        <translation>两框的边相互成角达 {angle} 度，这会改变大小。</translation>
    </message>
    <message>
        <source>The model is unsure of a box.</source>
        <translation>模型对其中一个框不确定。</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the first visit: no change is told that way.</source>
        <translation>第一次检查中在体数据的{ends}端被截断：该方向不给出变化。</translation>
    </message>
    <message>
        <source>Cut off at the volume's {ends} end on the second visit: no change is told that way.</source>
        <translation>第二次检查中在体数据的{ends}端被截断：该方向不给出变化。</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the first visit: no change is told that way.</source>
        <translation>第一次检查中其{ends}端为假定：该方向不给出变化。</translation>
    </message>
    <message>
        <source>Its {ends} end was assumed on the second visit: no change is told that way.</source>
        <translation>第二次检查中其{ends}端为假定：该方向不给出变化。</translation>
    </message>
    <message>
        <source>{size} mm</source>
        <translation>{size} mm</translation>
    </message>
    <message>
        <source>{size} mm, box {volume} cm3</source>
        <translation>{size} mm，框 {volume} cm3</translation>
    </message>
    <message>
        <source>This model points and draws no boxes: choose a model that answers with boxes.</source>
        <translation>此模型只指点，不画框：请选择以框回答的模型。</translation>
    </message>
    <message>
        <source>How this model writes boxes is not known.</source>
        <translation>不知道此模型如何书写框。</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole boxes were kept.</source>
        <translation>回答中断；只保留了完整的框。</translation>
    </message>
    <message>
        <source>A point needs two numbers, not {shown}.</source>
        <translation>一个点需要两个数，而不是 {shown}。</translation>
    </message>
    <message>
        <source>A box needs four numbers, not {shown}.</source>
        <translation>一个框需要四个数，而不是 {shown}。</translation>
    </message>
    <message>
        <source>The point {shown} leaves the 0-{largest} scale.</source>
        <translation>点 {shown} 超出 0-{largest} 的范围。</translation>
    </message>
    <message>
        <source>The box {shown} leaves the 0-{largest} scale.</source>
        <translation>框 {shown} 超出 0-{largest} 的范围。</translation>
    </message>
    <message>
        <source>The box {shown} is empty or inverted.</source>
        <translation>框 {shown} 是空的或颠倒。</translation>
    </message>
    <message>
        <source>The box {shown} lies beside the slice.</source>
        <translation>框 {shown} 在切片之外。</translation>
    </message>
    <message>
        <source>The model in {folder}, of the family {family}, looks by its name or config.json like {like}.</source>
        <translation>{folder} 中的模型属于 {family} 系列，按其名称或 config.json 看像是 {like}。</translation>
    </message>
    <message>
        <source>{file} says "misground": {told!r}, which no model of its type is.</source>
        <translation>{file} 写着 "misground": {told!r}，而此类型中没有这样的模型。</translation>
    </message>
    <message>
        <source>Its boxes are read as those of {name}, as you said.</source>
        <translation>按您的指定，其框按 {name} 的格式读取。</translation>
    </message>
    <message>
        <source>A box is asked of one picture; for several, or none, ask in words.</source>
        <translation>框只针对一幅图像询问；针对多幅或没有图像时，请用文字提问。</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to name the slice of a box.</source>
        <translation>{name} 的制作者没有说它经过训练能指明框所在的切片。</translation>
    </message>
    <message>
        <source>{name} finds boxes in one slice at a time, and cannot say which of {count} slices a box is in. Ask slice by slice, or choose a model that writes boxes as JSON, such as Qwen3-VL.</source>
        <translation>{name} 一次只在一个切片中找框，不能说明框在 {count} 个切片中的哪一个。请逐个切片询问，或选择以 JSON 书写框的模型，例如 Qwen3-VL。</translation>
    </message>
    <message>
        <source>{name} knows what it looks for by name only: descriptions are not told to it.</source>
        <translation>{name} 只按名称认识要找的内容：不会告诉它描述。</translation>
    </message>
    <message>
        <source>{name} does not answer in words: choose another model.</source>
        <translation>{name} 不用文字回答：请选择其他模型。</translation>
    </message>
    <message>
        <source>{name} takes one picture, not {count}: choose another model.</source>
        <translation>{name} 只接受一幅图像，而不是 {count} 幅：请选择其他模型。</translation>
    </message>
    <message>
        <source>{name} was not asked for points.</source>
        <translation>没有向 {name} 询问点。</translation>
    </message>
    <message>
        <source>tokenizer</source>
        <translation>分词器</translation>
    </message>
    <message>
        <source>picture settings</source>
        <translation>图像设置</translation>
    </message>
    <message>
        <source>Copy or download the model again.</source>
        <translation>请重新复制或下载该模型。</translation>
    </message>
    <message>
        <source>Reinstall the MISGround extension or, in a clone, run: git checkout -- MISGround/Resources/Models/{model}</source>
        <translation>请重新安装 MISGround 扩展，或在克隆的仓库中运行：git checkout -- MISGround/Resources/Models/{model}</translation>
    </message>
    <message>
        <source>Downloading {model}</source>
        <translation>正在下载 {model}</translation>
    </message>
    <message>
        <source>A box names no picture, where 1 to {count} were shown.</source>
        <translation>有一个框没有指明图像，而所显示的是 1 到 {count}。</translation>
    </message>
    <message>
        <source>A box names the picture {picture}, where 1 to {count} were shown.</source>
        <translation>有一个框指明图像 {picture}，而所显示的是 1 到 {count}。</translation>
    </message>
    <message>
        <source>Of this family, MedGemma 1.5 was trained to draw boxes, on chest X-rays; other models were not.</source>
        <translation>在此系列中，MedGemma 1.5 经过训练能在胸部 X 线片上画框；其他模型没有。</translation>
    </message>
    <message>
        <source>The makers of Gemma 4 do not say in which order it writes the corners of a box, so that none is asked for. If you know it, give the box format (--box-format gemma where y comes before x, as others report), or choose another model.</source>
        <translation>Gemma 4 的制作者没有说明它书写框角的顺序，因此不向它询问框。如果您知道，请给出框的格式（如他人所报告 y 在 x 之前时用 --box-format gemma），或选择其他模型。</translation>
    </message>
    <message>
        <source>The makers of this family do not say that it was trained to draw boxes.</source>
        <translation>此系列的制作者没有说它经过画框训练。</translation>
    </message>
    <message>
        <source>SAM 3 was trained on everyday pictures, and is told neither the plane nor which side is the patient's left. It writes no words: semantic sampling does not apply and was off.</source>
        <translation>SAM 3 用日常图像训练，不会被告知平面，也不知道哪一侧是患者的左侧。它不输出文字：语义采样不适用，已关闭。</translation>
    </message>
    <message>
        <source>Molmo 2 points and draws no boxes. Ask it to point ("point at the liver") on a slice, or choose a model that answers with boxes.</source>
        <translation>Molmo 2 只会指点，不画框。请让它在切片上指点（"point at the liver"），或选择以框作答的模型。</translation>
    </message>
    <message>
        <source>This part of SAM 3 follows points and boxes and reads no words. Choose the whole of SAM 3.</source>
        <translation>SAM 3 的这一部分跟踪点和框，不读文字。请选择完整的 SAM 3。</translation>
    </message>
    <message>
        <source>It is an InternVL in its makers' own code, which MISGround does not run. Choose its copy in transformers' format (its name ends in "-hf"), or let a server hold it.</source>
        <translation>这是使用其制作者自己代码的 InternVL，MISGround 不运行这些代码。请选择其 transformers 格式的副本（名称以 "-hf" 结尾），或让服务器加载它。</translation>
    </message>
    <message>
        <source>MedGemma 1.5 was trained to draw boxes on chest X-rays, not on CT or MR.</source>
        <translation>MedGemma 1.5 经过训练能在胸部 X 线片上画框，而不是在 CT 或 MR 上。</translation>
    </message>
    <message>
        <source>The makers of {name} do not say that it was trained to draw boxes: it is asked as an InternVL is.</source>
        <translation>{name} 的制作者没有说它经过画框训练：按 InternVL 的方式询问它。</translation>
    </message>
    <message>
        <source>Loading {model}</source>
        <translation>正在加载 {model}</translation>
    </message>
    <message>
        <source>{model} does not know {query}: {problem}. `misground models` lists its {known} structures.</source>
        <translation>{model} 不认识 {query}：{problem}。`misground models` 会列出它的 {known} 个结构。</translation>
    </message>
    <message>
        <source>{others} or {last}</source>
        <translation>{others} 或 {last}</translation>
    </message>
    <message>
        <source>{model} does not know {query} (did you mean {names}?). `misground models` lists its {known} structures.</source>
        <translation>{model} 不认识 {query}（您是指 {names} 吗？）。`misground models` 会列出它的 {known} 个结构。</translation>
    </message>
    <message>
        <source>{model} does not know {query}. `misground models` lists its {known} structures.</source>
        <translation>{model} 不认识 {query}。`misground models` 会列出它的 {known} 个结构。</translation>
    </message>
    <message>
        <source>{model} knows structures by name only, and {query} tells where something lies. Name the structure, or choose a model that reads free text.</source>
        <translation>{model} 只按名称认识结构，而 {query} 说的是某物所在的位置。请写出结构名称，或选择能读自由文本的模型。</translation>
    </message>
    <message>
        <source>{model} finds the {name} of the knee in the picture, be it the {side} or not.</source>
        <translation>{model} 找到的是图像中膝关节的 {name}，不论它是否在{side}侧。</translation>
    </message>
    <message>
        <source>{model} finds one side at a time: ask for "{first}" or "{second}".</source>
        <translation>{model} 一次只找一侧：请询问 "{first}" 或 "{second}"。</translation>
    </message>
    <message>
        <source>{model} answers with boxes only: choose a larger model for questions in words.</source>
        <translation>{model} 只用框回答：文字问题请选择较大的模型。</translation>
    </message>
    <message>
        <source>The point {shown} lies beside the slice.</source>
        <translation>点 {shown} 位于切片之外。</translation>
    </message>
    <message>
        <source>The answer breaks off; only whole points were kept.</source>
        <translation>答案中断；只保留了完整的点。</translation>
    </message>
    <message>
        <source>The answer holds no point that could be read.</source>
        <translation>答案中没有可读取的点。</translation>
    </message>
    <message>
        <source>The answer holds no box that could be read.</source>
        <translation>回答中没有可读取的框。</translation>
    </message>
    <message>
        <source>It deems it there ({presence}) and is sure of no box: the best has {best}, and {needed} is needed.</source>
        <translation>它认为目标存在（{presence}），但对任何框都没有把握：最好的为 {best}，而需要 {needed}。</translation>
    </message>
    <message>
        <source>Right box</source>
        <translation>框正确</translation>
    </message>
    <message>
        <source>The structure is there, and the box overlaps its true one by half or more (IoU &gt;= 0.5).</source>
        <translation>结构存在，且框与真实框重叠一半以上（IoU &gt;= 0.5）。</translation>
    </message>
    <message>
        <source>Mean overlap</source>
        <translation>平均重叠</translation>
    </message>
    <message>
        <source>Intersection over union of box and true box; 0 where it was missed.</source>
        <translation>框与真实框的交并比；遗漏时为 0。</translation>
    </message>
    <message>
        <source>Absent said absent</source>
        <translation>正确说无</translation>
    </message>
    <message>
        <source>The structure is not on the slice, and the model says so.</source>
        <translation>结构不在切片上，模型也这样说。</translation>
    </message>
    <message>
        <source>Sides confused</source>
        <translation>左右混淆</translation>
    </message>
    <message>
        <source>The box lies on the other side's structure.</source>
        <translation>框在另一侧的结构上。</translation>
    </message>
    <message>
        <source>Unreadable</source>
        <translation>无法读取</translation>
    </message>
    <message>
        <source>The model gave no answer that can be read, or could not be asked.</source>
        <translation>模型没有给出可读取的回答，或无法询问。</translation>
    </message>
    <message>
        <source>Time a query</source>
        <translation>每次用时</translation>
    </message>
    <message>
        <source>The median.</source>
        <translation>中位数。</translation>
    </message>
    <message>
        <source>axial</source>
        <translation>水平位</translation>
    </message>
    <message>
        <source>coronal</source>
        <translation>冠状位</translation>
    </message>
    <message>
        <source>sagittal</source>
        <translation>矢状位</translation>
    </message>
    <message>
        <source>oblique</source>
        <translation>斜位</translation>
    </message>
    <message>
        <source>back</source>
        <translation>后</translation>
    </message>
    <message>
        <source>front</source>
        <translation>前</translation>
    </message>
    <message>
        <source>lower</source>
        <translation>下</translation>
    </message>
    <message>
        <source>upper</source>
        <translation>上</translation>
    </message>
    <message>
        <source>up</source>
        <translation>上</translation>
    </message>
    <message>
        <source>down</source>
        <translation>下</translation>
    </message>
    <message>
        <source>absent</source>
        <translation>无</translation>
    </message>
    <message>
        <source>not found so far</source>
        <translation>尚未找到</translation>
    </message>
    <message>
        <source>unusable</source>
        <translation>无可用回答</translation>
    </message>
    <message>
        <source>preset</source>
        <translation>预设</translation>
    </message>
    <message>
        <source>as displayed</source>
        <translation>如所显示</translation>
    </message>
    <message>
        <source>correlation</source>
        <translation>相关系数</translation>
    </message>
    <message>
        <source>correlation ratio</source>
        <translation>相关比</translation>
    </message>
    <message>
        <source>abdomen</source>
        <translation>腹部</translation>
    </message>
    <message>
        <source>pelvis</source>
        <translation>盆腔</translation>
    </message>
    <message>
        <source>chest</source>
        <translation>胸部</translation>
    </message>
    <message>
        <source>brain</source>
        <translation>脑</translation>
    </message>
    <message>
        <source>head and neck</source>
        <translation>头颈部</translation>
    </message>
    <message>
        <source>spine</source>
        <translation>脊柱</translation>
    </message>
    <message>
        <source>knee</source>
        <translation>膝关节</translation>
    </message>
    <message>
        <source>muscles</source>
        <translation>肌肉</translation>
    </message>
    <message>
        <source>bones</source>
        <translation>骨骼</translation>
    </message>
</context>
</TS>
