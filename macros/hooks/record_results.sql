{#
    on-run-end hook of the package: in the audit mode, writes the result of every node and test, and of every run hook
    that failed, into the state schema; a failure gives the run the status failed (a model, a hook) or audit_failed (a
    test). Elsewhere nothing.
#}
{% macro record_results(results) %}
    {%- if execute and dbt_wap.is_audit() -%}
        {%- do dbt_wap.hold_lock("record_results") -%}
        {%- set run = dbt_wap.find_run(dbt_wap.get_state(5), "record_results", or_none=true) -%}
        {%- if results and run and run["status"] in ["writing", "failed", "audit_failed"] -%}
            {%- set known = dbt_wap.known_relations() -%}
            {%- set rows, settings = dbt_wap._hook_rows(run, known), dbt_wap.build_settings() -%}
            {%- set failed = {"hook": [], "model": [], "test": []} -%}
            {%- set kinds = {"model": "model", "seed": "model", "snapshot": "model", "test": "test", "unit_test": "test", "operation": "hook"} -%}
            {%- for result in results if result.node.resource_type | string in kinds -%}
                {%- set kind = kinds[result.node.resource_type | string] -%}
                {%- set status = result.status | string -%}
                {%- do rows.append(
                    [
                        run["run_id"],
                        invocation_id,
                        result.node.unique_id,
                        kind,
                        result.node.name,
                        status,
                        result.failures,
                        none if status in ["success", "pass"] else (result.message or "")[:500],
                        dbt_wap._reads_of(result.node, known) if status != "skipped" else none,
                        dbt_wap._made_from(result.node),
                        settings,
                        dbt_wap._failing_sql(result.node, status),
                    ]
                ) -%}
                {%- if status in ["error", "runtime error", "fail", "skipped", "partial success"] -%}
                    {%- do failed["test" if status == "fail" else kind].append(result.node.unique_id) -%}
                {%- endif -%}
            {%- endfor -%}
            {%- set where = " where run_id = " ~ dbt_wap.text_literal(run["run_id"]) -%}
            {%- set statements = dbt_wap.insert_batch_statements("results", rows, where) -%}
            {%- set event = dbt_wap._event_after(results, failed) -%}
            {%- set detail = {"command": flags.WHICH} -%}
            {%- if event != "built" -%}
                {%- do detail.update({"reason": (failed["hook"] + failed["model"] + failed["test"]) | join(", ")}) -%}
            {%- endif -%}
            {%- do statements.append(dbt_wap.event_statement(run, event, none, detail)) -%}
            {%- do dbt_wap.execute_statements(statements) -%}
        {%- endif -%}
        {%- do dbt_wap.end_step() -%}
    {%- endif -%}
{% endmacro %}

{# How a node reads prod, as JSON, or none. #}
{% macro _reads_of(node, known) %}
    {%- set reads = dbt_wap.prod_reads(node, known) if node.resource_type | string != "unit_test" else [] -%}
    {%- do return(tojson(reads) if reads else none) -%}
{% endmacro %}

{# A row for each run hook of the project that reads prod: dbt does not list hooks that succeed. #}
{% macro _hook_rows(run, known) %}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "operation" and node.package_name != "dbt_wap" -%}
        {%- set reads = dbt_wap._reads_of(node, known) -%}
        {%- if reads -%}
            {%- do rows.append(
                [run["run_id"], invocation_id, node.unique_id, "run_hook", node.name, "success", none, none, reads]
                + [none, none, none]
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{# Of a model that dbt compiled, what it was made from. #}
{% macro _made_from(node) %}
    {%- if node.resource_type | string != "model" or not node.compiled_code -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set made_from = dbt_wap.build_inputs(graph.nodes[node.unique_id], local_md5(node.compiled_code | trim)) -%}
    {%- do return(made_from | join(":")) -%}
{% endmacro %}

{# Of a test that found rows, the query that shows them: of what it has stored, else its own, if it is not too long. #}
{% macro _failing_sql(node, status) %}
    {%- if node.resource_type | string != "test" or status not in ["fail", "warn"] -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set sql = "select * from " ~ node.relation_name if node.relation_name else (node.compiled_code or "") | trim -%}
    {%- do return(sql if sql and sql | length < 20000 else none) -%}
{% endmacro %}

{% macro _event_after(results, failed) %}
    {%- set errors = [] -%}
    {%- for result in results
        if result.status | string in ["error", "runtime error", "partial success"]
        and result.node.resource_type not in ["test", "unit_test"]
    -%}
        {%- do errors.append(result.node.unique_id) -%}
    {%- endfor -%}
    {%- if errors -%} {%- do return("build_failed") -%} {%- endif -%}
    {%- do return("tests_failed" if failed["test"] or failed["model"] else "built") -%}
{% endmacro %}
