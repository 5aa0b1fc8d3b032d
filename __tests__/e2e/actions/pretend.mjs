// Loaded into every Node of a job: a machine can play another system's, as far as Warmstart can see.
Object.defineProperty(process, 'platform', { value: process.env.PRETEND_PLATFORM })
