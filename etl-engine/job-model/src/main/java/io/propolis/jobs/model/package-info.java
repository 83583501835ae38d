/**
 * What a job is, in the words of AWS Glue's CreateJob. {@link io.propolis.jobs.model.JobFile} reads
 * a job from YAML; every member that CreateJob knows is known here, and one that is not served is
 * refused by name unless leaving it out makes no difference.
 */
package io.propolis.jobs.model;
