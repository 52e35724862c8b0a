"use client";

import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand";
import type { Editor, EditorState } from "./editor";

const EditorContext = createContext<Editor | null>(null);

export function EditorProvider({ editor, children }: { editor: Editor; children: ReactNode }) {
  return <EditorContext value={editor}>{children}</EditorContext>;
}

export function useEditor(): Editor {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("This part belongs inside a FunnelEditor.");
  return editor;
}

/** Reads one thing of the open canvas. Keep the selector narrow: a number, a string, an object that is kept. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  return useStore(useEditor().store, select);
}
