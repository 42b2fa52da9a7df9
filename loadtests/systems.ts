/** The k6 script of each system, from the root of the repository; it plays every load of the system's model. */
export const scripts: Readonly<Record<string, string>> = {
  cloudcafe: 'loadtests/cloudcafe/visits.ts',
  noteboard: 'test/systems/noteboard/visits.ts',
}
