"""How a report looks."""

STYLE = """
body{font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;color:#1c2733;
background:#fff;margin:0}
main{max-width:1160px;margin:0 auto;padding:24px 28px 60px}
h1{font-size:28px;margin:0 0 4px}
h2{font-size:20px;margin:40px 0 10px;border-bottom:2px solid #dfe6ee;padding-bottom:4px}
h3{font-size:15px;margin:18px 0 4px}
.lead{font-size:16px;color:#46566a;margin:0 0 18px}
.quiet{color:#5c6b7d;font-size:13px}
.cards{display:flex;flex-wrap:wrap;gap:16px}
.card{flex:1 1 260px;border:1px solid #d5dee8;border-radius:10px;padding:12px 18px;background:#f7f9fc}
.card h2{border:0;margin:0;padding:0;font-size:15px;color:#46566a}
.card p{margin:2px 0;font-size:14px}
.card .big{font-size:38px;font-weight:650;line-height:1.2}
.good{color:#00694b}.bad{color:#a63c00}
.notice{background:#fff6df;border-left:4px solid #e69f00;padding:8px 14px;margin:12px 0 0}
.plots{display:flex;flex-wrap:wrap;gap:8px 28px}
.plots section{flex:1 1 480px;max-width:560px}
.plot{max-width:100%;height:auto;display:block}
.legend{margin:4px 0}.key{margin-right:18px;font-size:13px}.key svg{vertical-align:-2px;margin-right:4px}
.wide{overflow-x:auto}
table{border-collapse:collapse;margin:10px 0;font-size:13.5px}
th,td{text-align:left;padding:4px 14px 4px 0;border-bottom:1px solid #e6ecf2;vertical-align:top}
td{overflow-wrap:anywhere;max-width:560px}
th{color:#46566a;font-weight:600;border-bottom:2px solid #cfd9e4}
td+td{font-variant-numeric:tabular-nums}
summary{cursor:pointer;color:#1f4e79;margin:8px 0}
.example{display:flex;flex-wrap:wrap;gap:8px 22px;border:1px solid #d5dee8;
border-radius:10px;padding:12px 16px;margin:12px 0;break-inside:avoid}
.example pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.45 ui-monospace,Menlo,Consolas,monospace;
background:#f4f6f9;padding:8px 10px;margin:4px 0;border-radius:6px}
.example p{margin:6px 0}.example p>svg{vertical-align:-2px;margin-right:4px}
.frames{flex:1 1 330px;display:flex;flex-wrap:wrap;gap:8px;align-content:flex-start;align-items:flex-start}
.frames svg{flex:1 1 150px;max-width:330px;min-width:150px;height:auto;background:#000;border-radius:4px}
.words{flex:2 1 430px;min-width:0}
@media print{main{max-width:none;padding:0}details{display:none}}
""".replace("\n", "")
