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
<context>
    <name>MISGroundLib</name>
    <message>
        <source>unknown decoding {value!r}: choose semsam, greedy, no-neighbours, shuffled or case-merge</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown SemSam mode {value!r}: choose safe or paper</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top_m is {value}: give 1 or more candidates</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top_p is {value}: give a number above 0 and up to 1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k is {value}: give 1 or more neighbours (1 equals greedy)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown option {value!r} of the graph: choose from mutual, no-hubs, merge-variants, no-contrasts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>together is {value}: give 1 or more questions a batch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>window is {value!r}: give 'automatic' or 'as displayed'</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>scope is {value!r}: give slice or volume</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>budget is {value}: give the most questions to ask, or 0 for as many as it takes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no query. Type what to look for, one target a line, for example: left kidney</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A query has {count} characters and the most is {maximum_query_length}. Name one target a line, in a few words.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are {count} queries and the most at once is {maximum_queries}. Ask them in parts.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The audit file {path} cannot be written: {reason}. Choose another file, or none.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The Python package {package} is missing or cannot be used ({error}). Install MISGround's Python packages (see README), then ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The graphics card ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The computer ran out of memory. Choose a smaller model or the device cpu, or close other programs, and ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The graphics card reported an error ({first_line}). The next query starts the model afresh; if it happens again, choose the device cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model failed ({name}: {first_line}). Ask again; if it happens again, choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no question to ask. Type what to look for.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server's address cannot be read ({error}). Give one like this: for example http://127.0.0.1:8000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server's address holds a user's name or password. Give the address alone, for example http://127.0.0.1:8000; a key goes into the environment variable MISGROUND_SERVER_KEY.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text!r} is no address of a server. Give http://, its name and its port, for example http://127.0.0.1:8000.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server {address} is another computer, and pictures stay on this one unless you say otherwise. If they may go there, tick "Pictures may leave this computer" in the panel, or give --allow-remote-server on the command line; else choose a server on 127.0.0.1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key in MISGROUND_SERVER_KEY holds letters that no server takes. Copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What {where} serves cannot be read. See that it is a vLLM server's.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server {where} serves {names}, {missed}. Choose it by its name there: {example}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server {address} has no MIS-SemSam. Start it with the command that `misground serve-args` prints, or choose the decoding greedy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server {where} did not answer within {seconds:g} s. See that it is running and not overloaded, then ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No server answers at {where} ({short}). Start it (`misground serve-args` prints the command), wait until it is ready, and ask again; or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{message}Give the address that answers itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{message}MISGROUND_SERVER_KEY, start again, and ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server {address} closed the connection in the middle of an answer. See that it is still running, then ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the server {address} answered is not of the OpenAI interface ({short}). See that the address is a vLLM server's.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The decoding {decoding_name} is a control that no server offers. Choose semsam or greedy, or a model on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours (K) and options of the neighbour graph are chosen when a server is started (`misground serve-args --neighbours --graph`). Leave them as they are ({k}, none), or choose a model on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server with MIS-SemSam always takes the best token. Do not ask it to draw at random, or choose a model on this computer.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A path is empty. Give the path of a file or a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The path {text} holds a zero character. Check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The path {text} is no name that this system's files can have. Check it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The folder {source} is empty: it holds no DICOM series. Give another.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} cannot be read: {why}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} is {kind}{value}. Give a file or a folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{link} Give another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} is a folder. Give the name of a file to write.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another run is writing to {folder}. Wait for it, or give another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The volume holds no number: every voxel is NaN or infinite. Choose another volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run was cancelled.</source>
        <translation>运行已取消。</translation>
    </message>
    <message>
        <source>{path} holds pixels of {allocated} bits ({stored} used). MISGround reads 8, 16 and 32.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{frame_name} has no usable rescale slope and intercept ({rescale:g}, {rescale_2:g}), so its grey values are not known. Export the series again. (In {parent}.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {count_2} slices have no rescale slope and intercept, the first {without_name}, and the others have: their grey values do not go together. Export the series again. (In {parent}.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no pixels. Give the folder that the scanner or the archive exported.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is cut off: {present} of the {needed} bytes of its pixels are there. Copy it again from where it came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} says that it holds {frames} frames of {columns} x {rows} pixels, more than {size} bytes can hold: its header is wrong. Copy it again from where it came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The pixels of {path} cannot be decoded ({name}; {reason}). Copy the file again, or export the series uncompressed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Some slices of the series are stored with white as high values and some with white as low ones (MONOCHROME1). Export the series again. (In {parent}.)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds two or more different slices at the same position at {count} of {count_2} places ({named}), and nothing in their headers, such as a time or an echo, tells which belong together. Give a folder with each slice once.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} has slices whose positions lie {spread:.0f} mm apart within the plane of the slices: orientation and position contradict each other. Export the series again from the scanner or the archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds {count} slices at the same position, as a time series of one slice does. Choose a series with slices at several positions.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds slices that lie beside each other in one plane, as several stacks do ({named}). Give a folder with the slices of one stack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{error} Or choose another series (--series): {listed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} is a DICOMDIR, a table of contents. Give the folder it lies in, with the scan's DICOM files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{said}. Copy the file again from where it came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} holds no DICOM series of a scan. Give the folder with the DICOM files themselves, or a NIfTI or NRRD file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} holds no pictures: the {count} DICOM objects in it, such as {path_name}, have no pixels. Export the series again with its images.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} {verb} no scan but {objects}. Give the series that this belongs to, as a folder of slices.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} series in {place} are called {wanted!r}: {listed}. Name one by its UID.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No series in {place} has the number, UID or description {wanted!r}. There are: {listed}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{place} holds scans of two or more patients: {places} and {places_2} are not of the same one. Give the folder of one patient, or choose a series by its UID.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds colour pictures. MISGround reads grey values: choose another series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} {problem}. Copy it again from where it came.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} has one slice only. Give the folder with all slices of the series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is a mosaic: each file holds the slices of a whole volume as tiles of one picture. Convert it with dcm2niix and give one volume of the result.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} does not say where its slices lie: {some} a usable {name}, so boxes would have no place in the patient. Export the series again from the scanner or the archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: the orientation (Image Orientation Patient) of {frame_name} is not two directions at right angles. Export the series again from the scanner or the archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds slices of {count} orientations ({named} and {other_slices}), which are no one volume. Give a folder with the slices of one orientation, or choose another series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds slices of different matrix sizes: {count} of {first} x {first_2} pixels and {count_2} of {second} x {second_2} ({named}). Give a folder with the slices of one size.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds slices of different pixel spacing: {usual:g} x {usual_2:g} mm, and {pixel_size:g} x {pixel_size_2:g} mm in {count} of {count_2} ({named}). Give a folder with the slices of one scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds slices of {count} frames of reference (Frame of Reference UID; as of {named}): their positions do not share one origin. Give a folder with the slices of one scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds slices of {count} {repeats} that lie between each other. Give a folder with the slices of one of them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} holds {count} stacks of slices, with gaps between them ({stacks}). Give the slices of one stack.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: {lost} {slices} missing (the slices are {usual:.2f} mm apart, and {steps:.2f} mm between {frames_name} and {frames_name_2}). Export the series again, with every slice.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is not evenly spaced: its slices are from {least:.2f} to {most:.2f} mm apart. Load the series in Slicer's DICOM module, which resamples such a scan, harden its transform, and save it as NRRD.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} has slices whose positions do not lie on a line: up to {off:.1f} mm beside it. Give a folder with the slices of one scan, or export the series again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} is sheared by {degrees:.0f} degrees, more than a gantry tilts: the positions of its slices contradict their orientation. Export the series again from the scanner or the archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what}: {frames_name} is turned or moved by {off:.1f} mm against the other slices, by its position, orientation and pixel spacing. Export the series again from the scanner or the archive.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} could not be written: {reason}. Free some space or choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner for the right to read it, or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be opened: {reason}. Check the disk or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end too early. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is cut off: its packed data end where they begin. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: its packed data do not unpack ({error}). Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not fit into memory. Crop or resample it, or close other programs.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>You may not read {path}: permission was denied. Ask its owner, or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} cannot be read: {reason}. Check the disk or copy it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is the header of a pair ({kind}): the file {split}.img with the voxels is missing. Put both into one folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives {count} dimensions. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} contradicts itself: its header says {dtype_name} and {bits} bits a voxel. Export it again from the program that made it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: its header says that the voxels begin at byte {offset:g}. Copy it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds {components} values a voxel (colour or vectors). MISGround reads grey values: convert it, or choose another file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} holds no voxels: its header gives the size {shown}. Export the scan again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: its header gives the size {shown}. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has {count} dimensions ({shown}). MISGround reads one 3D volume: extract one time point or channel first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has only one slice (its size is {shown}). Give a 3D volume: the whole series, or its DICOM folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{what} of {path} is sheared: its axes are not at right angles, which moves voxels by up to {moved:.1f} mm. Resample the scan to a straight grid first, for example with Slicer's module Resample Scalar/Vector/DWI Volume or `nibabel.processing.resample_to_output`.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a segmentation (labels of structures), not a scan. Give the scan it was made on.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} does not say where its voxels lie: {fault}. Save the scan again from the program that made it, with a valid orientation.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is cut off: of {needed} bytes of voxels that its header promises, {present} are there. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: where numbers should be it holds {error}. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is damaged: it holds numbers that are no {dtype_name}. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} has a name that is not UTF-8. Rename it. ({reason})</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{folder} has a name that is not UTF-8. Give another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{source} holds no number at all (NaN in every voxel). Choose another scan.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is empty (0 bytes). Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is packed, and nothing is in it. Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a DICOM file packed with gzip. Unpack it, and give the folder of the series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a git-annex pointer: the scan itself is not on this machine. Run: git annex get {path_name}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is a link to {target}, which is not there. Restore that file, or give the scan itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The box {name} lies beside the volume. Put it back, or ask again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} was left out: {bundle} is no scene bundle.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} was left out: drawing took over {timeout_seconds} seconds.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} was left out: this machine cannot draw without a display. Install libegl1 libegl-mesa0 libgl1-mesa-dri (apt-get install libegl1 libegl-mesa0 libgl1-mesa-dri) and run again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} was left out: {reason}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} was left out: a Slicer without a main window does not draw. Open {bundle} in one that has one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{target} was left out: {error}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No volume is chosen. Load a scan and choose it as the volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The volume is no longer in the scene. Load it again, or choose another volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is not a volume. Choose a scan (a scalar volume).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is a label map. Choose the scan itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} holds no image. Load the scan again, or choose another volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} holds {getnumberofscalarcomponents} values a voxel (colour, vectors or 4D). Choose a volume with one grey value a voxel; of a 4D scan, extract one 3D volume first.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} has only one slice. Choose a 3D volume: load the whole series.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} shows one frame of a 4D sequence, and boxes would stay when the frame changes. Clone it in the Data module (right-click, Clone) and choose the copy.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} holds no number at all (NaN in every voxel). Choose another volume.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{name} is under the non-linear transform {parent_name}. Harden the transform first (Data module, right-click the transform icon, Harden transform).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{info_name} was moved or exchanged while it was searched. Ask again where it is now.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slice of the {getlayoutname} view does not pass through {name}. Scroll to a slice of the volume, or choose another view.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer has {count} tokens but the model only {size}: they do not belong together. Use the tokenizer files that came with the model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>k is {k}: give 1 or more neighbours (1 equals greedy).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The content mask has {numel} entries but the embedding table {size} rows.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's embedding table holds values that are not numbers: its files are damaged. Copy or download the model again, or choose greedy decoding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The neighbour graph {path} cannot be read ({error}). {remedy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{path} is no neighbour graph to serve with. {remedy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The neighbour graph {path} is damaged. {remedy}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A server needs at least 1 GPU on at least 1 machine.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Semantic sampling works with one beam, not {num_beams}: set num_beams to 1, or choose greedy decoding.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top_m is {top_m}: give 1 or more candidates.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>top_p is {top_p}: give a number above 0 and up to 1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The neighbour graph is of a vocabulary of {shape} tokens, the model has {shape_2}: build the graph from this model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The {plane} picture has only {size} x {size_2} pixels: the scan is too thin there. Choose another plane.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is nothing to see: every pixel of the slice has the same grey value with {window_text}. Choose another slice or volume{other}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The slice plane does not pass through the volume. Move the slice into it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no plane {plane!r}: choose {planes}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The position {position_mm:g} mm lies outside the volume: give {value} from {low:.1f} to {high:.1f} mm.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {folder} is misground-mini as an older MISGround had it, which was asked in other words. Choose misground-mini itself.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {folder} is of the type {kind!r}, which MISGround cannot ask. Choose misground-mini or a model of one of the types {known}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{why} Say how it writes its boxes in its config.json: "misground": {names}.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {shown} tells both {told}, and each writes boxes its own way. Start the server with --served-model-name and a name that holds one of them only.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The name {shown} does not tell how the model wants to be asked. MISGround knows {known}. If the model is of one of these, start its server with --served-model-name and a name that holds the family's.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No model is chosen. Choose misground-mini, a folder, or a Hugging Face id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{text} is a file. Give the folder that holds config.json and the weights.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model folder {text} has no config.json. Choose the folder of a whole model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no model folder {text}. Check the path, or choose misground-mini, which comes with MISGround.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model folder {path} has no config.json. Choose the folder of a whole model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} does not describe a model. Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model folder {path} lacks its {what} ({files}). Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{index} cannot be read. Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model folder {path} holds its weights only as {pickles}, a pickle, which could run a stranger's program when opened. Choose a model with model.safetensors, or convert this one to safetensors.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model folder {path} holds no weights (model.safetensors). Copy or download them.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{count} of {count_2} weight files are missing in {path}, the first is {missing}. Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is only for those who accepted its terms. Accept them on huggingface.co and log in, or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Hugging Face knows no model {model}. Check the spelling.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} could not be downloaded: no connection to Hugging Face.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} is neither a folder nor on this computer. Allow the download, or choose misground-mini.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} could not be downloaded: the disk is full. Free some space.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{model} could not be downloaded ({name}: {error}).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {file} is missing. {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {file} is damaged or foreign: it is not the one that was shipped (its SHA-256 is not that in SHA256SUMS). {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {file} is not one that was shipped (SHA256SUMS does not list it). Remove it. {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {file} cannot be read ({reason}). {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {path} is missing. {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {path} cannot be read ({error}). {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: line {number} is not a SHA-256 and a file in this folder. {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's file {path} is damaged: it lists nothing. {restore}</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model's numbers overflowed on this device. Choose the device cpu, or another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no device {name!r}. Choose auto, cpu, cuda or mps.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This computer has no device {name} that PyTorch can use. Choose auto or cpu.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weight file {file} is damaged or not complete ({error}). Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model in {path} cannot be loaded ({reason}). Copy or download it again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in {path} do not fit its config.json. Copy the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The weights in {path} lack {count} parts of the model, the first is {missing}. Copy or download the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>{file} cannot be read ({error}). Restore the model's folder from the distribution.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture settings of {info} resize the slice to {seen} x {seen_2} px, and its boxes would be misread. Restore its preprocessor_config.json, or choose another model.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The processor or tokenizer in {folder} cannot be loaded ({error}). Copy the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The tokenizer in {folder} has no {image_token}: this is no {family_name} model. Choose another folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The processor in {folder} cannot be made ({error}). Copy the model again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The model folder {folder} has no chat template. Copy the whole model again.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
