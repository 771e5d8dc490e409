/// <reference types="astro/client" />

declare module 'virtual:marking.css' {}

interface ImportMetaEnv {
  /** Folder of the query engine in the built site, for example `/engine/0123456789abcdef`. */
  readonly FORESITE_ENGINE: string
  /** What the force calls its records system; absent where nothing was baked. */
  readonly FORESITE_RECORDS?: string
}
