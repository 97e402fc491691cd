/** `standalone` puts the server and just the modules that it needs into .next/standalone. */
export default { output: "standalone" };
