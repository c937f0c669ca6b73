{#
    Return the code that a node is built from, as {file: hash}: its own file, those of ephemeral models and functions
    that it reads, and those of the macros that they use, apart from dbt's own and dbt-wap's. A file in another package
    begins with the name of the package. The hash covers the node or the macros, not the rest of the file, and the
    configs that matter for a build; it is none if dbt does not read the file, because a seed is large. memo: a dict
    that calls for other nodes share. Pure: reads the graph.
#}
{% macro build_code(unique_id, memo) %}
    {%- set parts, macros, seen, left = {}, {}, {unique_id: true}, namespace(ids=[unique_id]) -%}
    {%- for _ in range(1000) if left.ids -%}
        {%- set further = [] -%}
        {%- for id in left.ids -%}
            {%- set node = graph.nodes.get(id) or (graph.functions or {}).get(id) -%}
            {%- do parts.update({dbt_wap._file_of(node): dbt_wap._code_hash(node)}) -%}
            {%- do dbt_wap._add_macros(macros, node.depends_on.macros or [], memo) -%}
            {%- for parent in node.depends_on.nodes or [] if parent not in seen and dbt_wap._is_inlined(parent) -%}
                {%- do seen.update({parent: true}) -%} {%- do further.append(parent) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
    {%- for file, hashes in macros.items() -%}
        {%- do parts.update({file: dbt_wap._short_hash(hashes.values() | sort | join(","))}) -%}
    {%- endfor -%}
    {%- do return(parts) -%}
{% endmacro %}

{# Return true for an ephemeral model or a function: its code is part of what reads it. Pure: reads the graph. #}
{% macro _is_inlined(unique_id) %}
    {%- set node = graph.nodes.get(unique_id) -%}
    {%- if node -%} {%- do return(node.config.materialized == "ephemeral") -%} {%- endif -%}
    {%- do return(unique_id in (graph.functions or {})) -%}
{% endmacro %}

{# Return the path of a node or macro in the project, with the name of its package if that is another one. Pure. #}
{% macro _file_of(node) %}
    {%- set package = "" if node.package_name == project_name else node.package_name ~ "/" -%}
    {%- do return(package ~ node.original_file_path.replace("\\", "/")) -%}
{% endmacro %}

{% macro _short_hash(text) %} {%- do return(local_md5(text)[:12]) -%} {% endmacro %}

{# Return the hash of a node's code, contract and configs, or none for a seed whose file dbt does not read. Pure. #}
{% macro _code_hash(node) %}
    {%- set checksum = node.checksum or {} -%}
    {%- if node.resource_type == "seed" and checksum.name == "path" -%} {%- do return(none) -%} {%- endif -%}
    {%- set parts = [checksum.checksum if node.resource_type == "seed" else (node.raw_code or "") | trim] -%}
    {%- set elsewhere = ["enabled", "alias", "schema", "database", "target_schema", "target_database", "quoting"] -%}
    {%- set elsewhere = elsewhere + ["tags", "meta", "group", "docs", "access", "freshness", "grants", "contract"] -%}
    {%- for name in (node.config or {}).keys() | reject("in", elsewhere) | sort -%}
        {%- set value = node.config[name] -%}
        {%- if value is not none and value | string not in ["", "[]", "{}"] -%}
            {%- do parts.append(name ~ "=" ~ value | string) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if (node.contract or {}).enforced -%}
        {%- do parts.append(node.contract.checksum | string) -%}
    {%- endif -%}
    {%- do return(dbt_wap._short_hash(parts | join("\n"))) -%}
{% endmacro %}

{# Add macros and those that they call to `found`: {file: {unique id: hash}}. memo: {unique id: from _macro_code}. #}
{% macro _add_macros(found, unique_ids, memo) %}
    {%- set seen, left = {}, namespace(ids=unique_ids) -%}
    {%- for _ in range(1000) if left.ids -%}
        {%- set further = [] -%}
        {%- for id in left.ids if id not in seen -%}
            {%- do seen.update({id: true}) -%}
            {%- if id not in memo -%} {%- do memo.update({id: dbt_wap._macro_code(id)}) -%} {%- endif -%}
            {%- set macro_ = memo[id] -%}
            {%- if macro_ -%}
                {%- do found.setdefault(macro_["file"], {}).update({id: macro_["hash"]}) -%}
                {%- do further.extend(macro_["calls"]) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
{% endmacro %}

{#
    Return {file, hash, calls: [unique id]} of a macro; {} for one of dbt or of dbt-wap, and where dbt does not show the
    text of a macro. Pure.
#}
{% macro _macro_code(unique_id) %}
    {%- set parts = unique_id.split(".") -%}
    {%- if parts[1] in ["dbt", "dbt_wap"] or context is not defined -%} {%- do return({}) -%} {%- endif -%}
    {%- set known = ((context[parts[1]] or {})[parts[2]] or {}).macro or {} -%}
    {%- if not known.macro_sql -%} {%- do return({}) -%} {%- endif -%}
    {%- do return(
        {
            "file": dbt_wap._file_of(known),
            "hash": dbt_wap._short_hash(known.macro_sql | trim),
            "calls": known.depends_on.macros or [],
        }
    ) -%}
{% endmacro %}
