/** Light, and dark where the reader's screen is. What does not know the second keeps the first. */
export const STYLE = `
.plan text { font-family: ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace; font-size: 11px; fill: #1f2328; }
.plan .title { font-size: 13px; font-weight: bold; }
.plan .quiet { fill: #57606a; }
.plan .page { fill: #ffffff; }
.plan .vpc { fill: #f6f8fa; stroke: #8250df; stroke-width: 1.5; }
.plan .absent { fill: none; stroke: #57606a; stroke-dasharray: 5 4; }
.plan .endpoint { fill: #ffffff; stroke: #0969da; }
.plan .balancer { fill: #ffffff; stroke: #8250df; }
.plan .part { fill: #f6f8fa; stroke: #d0d7de; }
.plan .zone { fill: none; stroke: #57606a; stroke-dasharray: 3 3; }
.plan .node { fill: #ffffff; stroke: #1a7f37; }
.plan .way { fill: none; stroke-width: 1.5; }
.plan .link { stroke: #0969da; }
.plan .send { stroke: #1a7f37; }
.plan .head.link { fill: #0969da; }
.plan .head.send { fill: #1a7f37; }
@media (prefers-color-scheme: dark) {
.plan text { fill: #e6edf3; }
.plan .quiet { fill: #9198a1; }
.plan .page { fill: #0d1117; }
.plan .vpc { fill: #161b22; stroke: #a371f7; }
.plan .absent, .plan .zone { stroke: #9198a1; }
.plan .endpoint { fill: #0d1117; stroke: #4493f8; }
.plan .balancer { fill: #0d1117; stroke: #a371f7; }
.plan .part { fill: #161b22; stroke: #3d444d; }
.plan .node { fill: #0d1117; stroke: #3fb950; }
.plan .link { stroke: #4493f8; }
.plan .send { stroke: #3fb950; }
.plan .head.link { fill: #4493f8; }
.plan .head.send { fill: #3fb950; }
}`;
