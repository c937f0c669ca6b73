{#
    Return the code that nodes are built from, as {unique id: {file: hash}}: the node's own file first, then those of
    ephemeral models and functions that it reads, and of the macros that they use, apart from dbt's own and dbt-wap's. A
    file in another package begins with the name of the package. A hash covers the node or the macros, not the rest of
    the file, and the configs that matter for a build; it is none if dbt does not read the file, because a seed is
    large. Pure: reads the graph.
#}
{% macro build_codes(unique_ids) %}
    {%- set inlined, own, memo, found = dbt_wap._inlined_nodes(), {}, {}, {} -%}
    {%- for unique_id in unique_ids if unique_id in graph.nodes -%}
        {%- set parts, macros, ids = {}, {}, [unique_id] -%}
        {%- if (graph.nodes[unique_id].depends_on.nodes or []) | select("in", inlined) | list -%}
            {%- do ids.extend(dbt_wap._inlined_in(unique_id, inlined)) -%}
        {%- endif -%}
        {%- for id in ids -%}
            {%- if id not in own -%}
                {%- do own.update({id: dbt_wap._code_of_node(id, inlined, memo)}) -%}
            {%- endif -%}
            {%- do parts.update({own[id]["file"]: own[id]["hash"]}) -%}
            {%- for file, hashes in own[id]["macros"].items() -%}
                {%- do macros.setdefault(file, {}).update(hashes) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- for file, hashes in macros.items() -%}
            {%- do parts.update({file: local_md5(hashes.values() | sort | join(","))[:12]}) -%}
        {%- endfor -%}
        {%- do found.update({unique_id: parts}) -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the ephemeral models and functions, whose code is part of what reads them: {unique id: node}. #}
{% macro _inlined_nodes() %}
    {%- set found = {} -%}
    {%- for unique_id, node in graph.nodes.items() if node.config.materialized == "ephemeral" -%}
        {%- do found.update({unique_id: node}) -%}
    {%- endfor -%}
    {%- do found.update(graph.functions or {}) -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the ephemeral models and functions that a node reads, directly or through others. #}
{% macro _inlined_in(unique_id, inlined) %}
    {%- set found, left = {}, namespace(ids=[unique_id]) -%}
    {%- for _ in range(inlined | length + 1) if left.ids -%}
        {%- set further = [] -%}
        {%- for id in left.ids -%}
            {%- set node = inlined.get(id) or graph.nodes[id] -%}
            {%- for parent in node.depends_on.nodes or [] if parent in inlined and parent not in found -%}
                {%- do found.update({parent: true}) -%} {%- do further.append(parent) -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
    {%- do return(found.keys() | list) -%}
{% endmacro %}

{# Return {file, hash, macros: {file: {unique id: hash}}} of one node. memo: {unique id of a macro: its code}. #}
{% macro _code_of_node(unique_id, inlined, memo) %}
    {%- set node = inlined.get(unique_id) or graph.nodes[unique_id] -%}
    {%- set found, seen, left = {}, {}, namespace(ids=node.depends_on.macros or []) -%}
    {%- for _ in range(50) if left.ids -%}
        {%- set further = [] -%}
        {%- for id in left.ids if id not in seen -%}
            {%- do seen.update({id: true}) -%}
            {%- if id not in memo -%} {%- do memo.update({id: dbt_wap._code_of_macro(id)}) -%} {%- endif -%}
            {%- if memo[id] -%}
                {%- do found.setdefault(memo[id]["file"], {}).update({id: memo[id]["hash"]}) -%}
                {%- do further.extend(memo[id]["calls"]) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- set left.ids = further -%}
    {%- endfor -%}
    {%- do return(dict(dbt_wap._own_code(node), macros=found)) -%}
{% endmacro %}

{#
    Return {file, hash, calls: [unique id]} of a macro; {} for one of dbt or of dbt-wap, and where dbt does not show the
    text of a macro.
#}
{% macro _code_of_macro(unique_id) %}
    {%- set parts = unique_id.split(".") -%}
    {%- if parts[1] in ["dbt", "dbt_wap"] or context is not defined -%} {%- do return({}) -%} {%- endif -%}
    {%- set known = ((context[parts[1]] or {})[parts[2]] or {}).macro or {} -%}
    {%- if not known.macro_sql -%} {%- do return({}) -%} {%- endif -%}
    {%- set hash = local_md5(known.macro_sql | trim)[:12] -%}
    {%- do return({"file": dbt_wap._file_of(known), "hash": hash, "calls": known.depends_on.macros or []}) -%}
{% endmacro %}

{# Return the path of a node or macro in the project, with the name of its package if that is another one. #}
{% macro _file_of(node) %}
    {%- set package = "" if node.package_name == project_name else node.package_name ~ "/" -%}
    {%- do return(package ~ node.original_file_path.replace("\\", "/")) -%}
{% endmacro %}

{#
    Return {file, hash} of one node: the hash covers its code, contract and configs, and is none for a seed whose file
    dbt does not read.
#}
{% macro _own_code(node) %}
    {%- set checksum, config, file = node.checksum or {}, node.config or {}, dbt_wap._file_of(node) -%}
    {%- if node.resource_type == "seed" and checksum.name == "path" -%}
        {%- do return({"file": file, "hash": none}) -%}
    {%- endif -%}
    {%- set parts = [checksum.checksum if node.resource_type == "seed" else (node.raw_code or "") | trim] -%}
    {%- set elsewhere = ["enabled", "alias", "schema", "database", "target_schema", "target_database", "quoting"] -%}
    {%- set elsewhere = elsewhere + ["tags", "meta", "group", "docs", "access", "freshness", "grants", "contract"] -%}
    {%- for name in config.keys() | reject("in", elsewhere) | sort -%}
        {%- set value = config[name] | string -%}
        {%- if value not in ["None", "", "[]", "{}"] -%}
            {%- do parts.append(name ~ "=" ~ value) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- if (node.contract or {}).enforced -%}
        {%- do parts.append(node.contract.checksum | string) -%}
    {%- endif -%}
    {%- do return({"file": file, "hash": local_md5(parts | join("\n"))[:12]}) -%}
{% endmacro %}
