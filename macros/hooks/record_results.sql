{#
    Record in the state schema the result of every node, every test and every run hook that failed. A failure sets the
    status of the run to failed (a node or hook) or audit_failed (a test). Does nothing outside audit mode. An
    on-run-end hook of the package.
#}
{% macro record_results(results) %}
    {%- if execute and dbt_wap.is_audit() -%}
        {%- set state = dbt_wap.locked_state("record_results") -%}
        {%- set run = dbt_wap.find_run(state, "record_results", or_none=true) -%}
        {%- if results and run and run["status"] in ["writing", "failed", "audit_failed"] -%}
            {%- set statements = dbt_wap.insert_batch_statements("results", dbt_wap._result_rows(run, results)) -%}
            {%- set event, detail = dbt_wap._event_after(results) -%}
            {%- do statements.append(dbt_wap.event_statement(run, event, none, detail)) -%}
            {%- do dbt_wap.execute_statements(statements) -%}
        {%- endif -%}
        {%- do dbt_wap.end_step() -%}
    {%- endif -%}
{% endmacro %}

{# Return the kinds under which results are recorded, by the resource type of the node; others are not recorded. #}
{% macro _recorded_kinds() %}
    {%- set kinds = {"test": "test", "unit_test": "test", "operation": "hook"} -%}
    {%- do return(dict(kinds, model="model", seed="model", snapshot="model")) -%}
{% endmacro %}

{# Return the results as rows of the state table. #}
{% macro _result_rows(run, results) %}
    {%- set known, settings = dbt_wap.known_relations(dbt_wap.project_facts()), dbt_wap.build_settings() -%}
    {%- set rows, codes = dbt_wap._hook_rows(run, known), dbt_wap._codes_of_built(results) -%}
    {%- set kinds, others = dbt_wap._recorded_kinds(), {} -%}
    {%- for result in results if result.node.resource_type | string in kinds -%}
        {%- set node, status = result.node, result.status | string -%}
        {%- set kind = kinds[node.resource_type | string] -%}
        {%- set failing = kind == "test" and status in ["fail", "warn"] -%}
        {#- Most nodes are SQL without hooks that names no relation of prod. -#}
        {%- set code = node.compiled_code if node.language != "python" else none -%}
        {%- set plain = code and not node.config.pre_hook and not node.config.post_hook -%}
        {%- set told = not plain or modules.re.search(known["pattern"], code) -%}
        {%- do rows.append(
            [
                run["run_id"],
                invocation_id,
                node.unique_id,
                kind,
                node.name,
                status,
                result.failures if result.failures is defined else none,
                none if status in ["success", "pass"] else (result.message or "")[:500],
                dbt_wap._reads_of(node, known) if told and status != "skipped" else none,
                dbt_wap._made_from(node, others) if kind == "model" else none,
                settings,
                dbt_wap._failing_sql(node) if failing else none,
                tojson(codes[node.unique_id]) if node.unique_id in codes else none,
            ]
        ) -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{# Return the names by which a node reads prod, as JSON, or none. #}
{% macro _reads_of(node, known) %}
    {%- if node.resource_type | string == "unit_test" -%} {%- do return(none) -%} {%- endif -%}
    {%- set reads = dbt_wap.prod_reads(node, known) -%}
    {%- do return(tojson(reads) if reads else none) -%}
{% endmacro %}

{# Return a row for each run hook of the project that reads prod. dbt does not list hooks that succeed. #}
{% macro _hook_rows(run, known) %}
    {%- set rows = [] -%}
    {%- for node in graph.nodes.values() if node.resource_type == "operation" and node.package_name != "dbt_wap" -%}
        {%- set reads = dbt_wap._reads_of(node, known) -%}
        {%- if reads -%}
            {%- do rows.append(
                [run["run_id"], invocation_id, node.unique_id, "run_hook", node.name, "success", none, none, reads]
                + [none, none, none, none]
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(rows) -%}
{% endmacro %}

{# Return the stored build_inputs of a compiled model, or none. others: caches the part that is not its code. #}
{% macro _made_from(node, others) %}
    {%- if node.resource_type | string != "model" or not node.compiled_code -%}
        {%- do return(none) -%}
    {%- endif -%}
    {%- set own = graph.nodes[node.unique_id] -%}
    {%- set hooked = own.config.get("pre-hook") or own.config.get("post-hook") -%}
    {%- set known = node.unique_id if hooked else own.config.materialized -%}
    {%- if known not in others -%}
        {%- do others.update({known: dbt_wap.build_inputs(own, none)[1]}) -%}
    {%- endif -%}
    {%- do return([local_md5(node.compiled_code | trim), others[known]] | join(":")) -%}
{% endmacro %}

{# Return the code of each node that was built, from build_codes. #}
{% macro _codes_of_built(results) %}
    {%- set kinds, built = dbt_wap._recorded_kinds(), [] -%}
    {%- for result in results if result.status | string in ["success", "no-op", "partial success"] -%}
        {%- if kinds.get(result.node.resource_type | string) == "model" -%}
            {%- do built.append(result.node.unique_id) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(dbt_wap.build_codes(built)) -%}
{% endmacro %}

{#
    Return the query for the failing rows of a test, from its stored failures or else its own SQL; none if that is too
    long.
#}
{% macro _failing_sql(node) %}
    {%- if node.resource_type | string != "test" -%} {%- do return(none) -%} {%- endif -%}
    {%- set stored %} select * from {{ node.relation_name }} {% endset -%}
    {%- set sql = (stored if node.relation_name else node.compiled_code or "") | trim -%}
    {%- do return(sql if sql and sql | length < 20000 else none) -%}
{% endmacro %}

{# Return the event that the results lead to, as [event, detail]. #}
{% macro _event_after(results) %}
    {%- set failed, errors = {"hook": [], "model": [], "test": []}, [] -%}
    {%- set kinds = dbt_wap._recorded_kinds() -%}
    {%- for result in results -%}
        {%- set kind, status = kinds.get(result.node.resource_type | string), result.status | string -%}
        {%- set error = status in ["error", "runtime error", "partial success"] -%}
        {%- if kind and (error or status in ["fail", "skipped"]) -%}
            {%- do failed["test" if status == "fail" else kind].append(result.node.unique_id) -%}
        {%- endif -%}
        {%- if error and kind != "test" -%} {%- do errors.append(result.node.unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- set detail, reason = {"command": flags.WHICH}, failed["hook"] + failed["model"] + failed["test"] -%}
    {%- if not errors and not failed["test"] and not failed["model"] -%}
        {%- do return(["built", detail]) -%}
    {%- endif -%}
    {%- do return(["build_failed" if errors else "tests_failed", dict(detail, reason=reason | join(", "))]) -%}
{% endmacro %}
