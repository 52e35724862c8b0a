"use client";

import "@xyflow/react/dist/style.css";
import { Background, ReactFlow } from "@xyflow/react";
import { useState } from "react";
import type { Flow } from "@/lib/flow/flow";

/** React Flow as it comes: its own nodes and edges, its own state, everything drawn. */
export function BareCanvas({ draft }: { draft: Flow }) {
  const [nodes] = useState(() =>
    draft.nodes.map(({ id, position, type }) => ({ id, position, data: { label: `${type} ${id}` } })),
  );
  const [edges] = useState(() => draft.edges.map(({ id, source, target }) => ({ id, source, target })));
  return (
    <main className="h-dvh">
      <ReactFlow
        defaultNodes={nodes}
        defaultEdges={edges}
        defaultViewport={{ x: 600, y: 100, zoom: 1 }}
        panOnScroll
        minZoom={0.1}
      >
        <Background />
      </ReactFlow>
    </main>
  );
}
