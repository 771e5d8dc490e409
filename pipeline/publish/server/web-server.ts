import type { Product } from './headers.ts'

/** Where one site is reached. */
export interface Listener {
  /** The one host name that is answered; any other is turned away. */
  readonly host: string
  readonly port: number
}

/** What a force's own web server needs to know to serve both sites. Paths are absolute and without spaces. */
export interface WebServer {
  /** `foresite`, or `foresite-ID` where several forces share a machine: accounts and folders bear it. */
  readonly name: string
  readonly home: string
  readonly marking: string
  readonly areas: Listener
  readonly people: Listener
}

/** All that is to be put onto a machine for one force. */
export interface Deployment {
  readonly server: WebServer
  /** Folder of this program, and the Node that runs it. */
  readonly project: string
  readonly node: string
  /** Name or path of the force's module, where it is not the default. */
  readonly force: string | undefined
  /** Weeks that archived weeks, and with them the access logs, are kept. */
  readonly keepWeeks: number
}

export const PRODUCTS: readonly Product[] = ['areas', 'people']

/** Folder of what an administrator keeps: configurations, certificate, passwords, units. */
export function settingsFolder({ name }: WebServer): string {
  return `/etc/${name}`
}

/** The system user of a site's server; it is also the name of its service and of its group. */
export function accountOf({ name }: WebServer, product: Product): string {
  return `${name}-${product}`
}

/** The folder that a site's server may write to: its process number and what it keeps for moments. */
export function stateFolder(server: WebServer, product: Product): string {
  return `/var/lib/${accountOf(server, product)}`
}

export function accessLogOf({ home }: WebServer, product: Product): string {
  return `${home}/log/access-${product}.jsonl`
}

export function rootOf({ home }: WebServer, product: Product): string {
  return `${home}/live/${product}`
}

/** The one folder of the program that building the pages writes to. */
export function builderFolder(project: string): string {
  return `${project}/.astro`
}

/** Where extracts are delivered: apart from the home, whose readers must not see them. */
export function inboxOf({ name }: WebServer): string {
  return `/var/spool/${name}`
}

/** Where the weekly report of openings and of the archive's check is kept, for the auditor. */
export function reportOf({ home }: WebServer): string {
  return `${home}/log/weekly-report.txt`
}
