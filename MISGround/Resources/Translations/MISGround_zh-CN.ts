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
        <source>The embedded model, or a model of your own: choose its folder with Browse, or type its Hugging Face id (owner/name). Or the address of a vLLM server that you run: server:http://127.0.0.1:8000, with #NAME of the model where it serves several.</source>
        <translation>内置模型或您自己的模型：用“浏览”选择其文件夹，或输入其 Hugging Face 标识（owner/name）。也可以是您运行的 vLLM 服务器地址：server:http://127.0.0.1:8000，如果它提供多个模型，请加上 #NAME。</translation>
    </message>
    <message>
        <source>Choose the folder of a model on this computer (config.json and *.safetensors).</source>
        <translation>选择本机上模型的文件夹（config.json 和 *.safetensors）。</translation>
    </message>
    <message>
        <source>Browse...</source>
        <translation>浏览...</translation>
    </message>
    <message>
        <source>Where the picture of the slice and your words go.</source>
        <translation>切片图像和您输入的文字发往何处。</translation>
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
        <source>What was found. Choose a row to bring the views there and to read what speaks for it. unsure: a box with a low score, drawn pale.</source>
        <translation>找到的结果。选择一行，视图会移到该处，并可查看依据。不确定：得分低的框，颜色较浅。</translation>
    </message>
    <message>
        <source>Take back the last step: the boxes of the last query go (a search on its way ends with them), or boxes that were cleared come back. Nothing else in the scene changes.</source>
        <translation>撤回上一步：去掉上次查询的框（正在进行的搜索随之结束），或恢复已清除的框。场景中其他内容不变。</translation>
    </message>
    <message>
        <source>Undo last</source>
        <translation>撤回上一步</translation>
    </message>
    <message>
        <source>Take every box that MISGround drew out of the scene. Undo last puts them back.</source>
        <translation>从场景中移除 MISGround 画的所有框。“撤回上一步”可恢复。</translation>
    </message>
    <message>
        <source>Clear boxes</source>
        <translation>清除框</translation>
    </message>
    <message>
        <source>Write the last answer to a folder: result.json and boxes.mrk.json.</source>
        <translation>把上次的回答写入文件夹：result.json 和 boxes.mrk.json。</translation>
    </message>
    <message>
        <source>Export...</source>
        <translation>导出...</translation>
    </message>
    <message>
        <source>Make a segment of the chosen row's box, for you to correct: what lies inside the box and has the grey values of its middle. It goes into a segmentation of MISGround's own; no segment of yours is changed.</source>
        <translation>用所选行的框生成一个分割段，供您修改：框内与中心灰度相近的部分。它放入 MISGround 自己的分割中；您的分割段不会改变。</translation>
    </message>
    <message>
        <source>Send to Segment Editor</source>
        <translation>发送到分割编辑器</translation>
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
        <translation>候选数 (M)：</translation>
    </message>
    <message>
        <source>How many of the most probable tokens are considered at each step.</source>
        <translation>每一步考虑多少个最可能的词元。</translation>
    </message>
    <message>
        <source>Nucleus (top-p):</source>
        <translation>核采样 (top-p)：</translation>
    </message>
    <message>
        <source>The candidates are cut to the fewest that hold this share of the probability.</source>
        <translation>候选缩减到合计达到此概率份额的最少个数。</translation>
    </message>
    <message>
        <source>Neighbours (K):</source>
        <translation>邻居数 (K)：</translation>
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
    <name>panel.answers</name>
    <message>
        <source>The rows below are the answer for {volume}.</source>
        <translation>下面各行是 {volume} 的回答。</translation>
    </message>
    <message>
        <source>Choose the row of a box that is in the scene; then press the button again.</source>
        <translation>请选择框仍在场景中的一行，然后再按一次按钮。</translation>
    </message>
    <message>
        <source>The volume of the box is no longer in the scene. Load it again, and ask again.</source>
        <translation>该框的体数据已不在场景中。请重新加载并再次询问。</translation>
    </message>
    <message>
        <source>Segment {name} made in {node}: what has grey values from {low} to {high} inside the box. Correct it.</source>
        <translation>已在 {node} 中生成分割段 {name}：框内灰度从 {low} 到 {high} 的部分。请修改。</translation>
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
        <translation>{plane} 切片，位置 {position}</translation>
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
        <translation>已撤回上次查询的框：{count}。</translation>
    </message>
    <message>
        <source>Cleared boxes put back: {count}.</source>
        <translation>已恢复清除的框：{count}。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>没有可撤回的内容。</translation>
    </message>
    <message>
        <source>There is nothing to take back: the boxes in the scene are not of this session. Clear boxes takes them out.</source>
        <translation>没有可撤回的：场景中的框不是本次会话的。“清除框”可移除它们。</translation>
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
        <source>no answer</source>
        <translation>无回答</translation>
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
    <name>panel.model_section</name>
    <message>
        <source>{model} (embedded)</source>
        <translation>{model}（内置）</translation>
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
        <translation>{model}，{decoding}。{count} 张虚构人体的图像：仅供初步了解，不是临床度量。猜测：总是取常见位置。</translation>
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
        <source>The installed transformers has no Qwen3-VL. Update it to 5.2 or later and press Ground again.</source>
        <translation>已安装的 transformers 没有 Qwen3-VL。请更新到 5.2 或更高版本，然后再按“定位”。</translation>
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
    <name>panel.runner</name>
    <message>
        <source>memory ran out. Close other data or programs.</source>
        <translation>内存不足。请关闭其他数据或程序。</translation>
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
    <name>panel.volume_search</name>
    <message>
        <source>{found} of {count} found in the volume, in {seconds} s and {questions} questions.</source>
        <translation>在体数据中 {count} 个目标找到 {found} 个，用时 {seconds} 秒，{questions} 个问题。</translation>
    </message>
    <message>
        <source>{found} of {count} found ({unsure} unsure) in the volume, in {seconds} s and {questions} questions.</source>
        <translation>在体数据中 {count} 个目标找到 {found} 个（{unsure} 个不确定），用时 {seconds} 秒，{questions} 个问题。</translation>
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
        <translation>搜索已停止，其框已撤回：{count}。</translation>
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
        <source>not in this volume</source>
        <translation>不在此体数据中</translation>
    </message>
    <message>
        <source>looking</source>
        <translation>查找中</translation>
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
    <message>
        <source>Folder of a model</source>
        <translation>模型的文件夹</translation>
    </message>
    <message>
        <source>Boxes taken out of the scene: {count}.</source>
        <translation>从场景中移除的框：{count}。</translation>
    </message>
    <message>
        <source>There is no box of MISGround in the scene.</source>
        <translation>场景中没有 MISGround 的框。</translation>
    </message>
    <message>
        <source>Folder for result.json and boxes.mrk.json</source>
        <translation>存放 result.json 和 boxes.mrk.json 的文件夹</translation>
    </message>
    <message>
        <source>The answer could not be written: {error}</source>
        <translation>无法写入回答：{error}</translation>
    </message>
</context>
</TS>
