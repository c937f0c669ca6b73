{#
    dbt recreates some views only after the exchange: dynamic tables, which would otherwise be filled twice; views in a
    schema that prod does not have yet, which have no readers; and views with * that read other columns in prod, because
    a view keeps the columns it was created with. Atomic: yes, reads of the catalog.
#}
{% macro snowflake__schema_swap__views_to_prepare(run) %}
    {%- set nodes, written, chosen = dbt_wap.nodes_by_key(), dbt_wap._snowflake_written_views(run, "audit"), [] -%}
    {%- for key in dbt_wap._snowflake_preparable(run) if key not in written -%}
        {%- do chosen.append(nodes[key].unique_id) -%}
    {%- endfor -%}
    {%- do return(dbt_wap._snowflake_levels(nodes, chosen)) -%}
{% endmacro %}

{#
    List the keys of the views of the candidate that can be created under prod's names before the exchange. Refuse views
    that read an audit schema and that no model creates. Reads only.
#}
{% macro _snowflake_preparable(run) %}
    {%- for view in dbt_wap.orphan_views(run) -%}
        {%- do dbt_wap.refuse(
            "publish",
            "the view " ~ view["schema"] ~ "." ~ view["name"]
            ~ " reads the audit schema, but no model of the project creates it",
            next="wap discard " ~ run["run_id"],
            code="blocked",
        ) -%}
    {%- endfor -%}
    {%- set nodes, read, keys = dbt_wap.nodes_by_key(), [], [] -%}
    {%- for state in dbt_wap.pair_states(run) if state["old"] -%}
        {%- do read.append(dbt_wap.schema_key(state["database"], state["prod"])) -%}
    {%- endfor -%}
    {%- set shapes = dbt_wap._snowflake_shapes(run) -%}
    {%- set definitions = dbt_wap.definitions_in_prod_names(run["schemas"], "audit") -%}
    {%- for view in dbt_wap._snowflake_views_naming_audit(run, "audit") if view["kind"] == "view" -%}
        {%- set node, body = nodes[view["key"]], definitions[view["key"]]["body"] -%}
        {%- set known = dbt_wap.schema_key(view["database"], view["pair"]["prod"]) in read -%}
        {%- set frozen = dbt_wap._snowflake_has_star(body) and dbt_wap._snowflake_reads_other_shapes(node, shapes) -%}
        {%- if known and not frozen -%} {%- do keys.append(view["key"]) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(keys) -%}
{% endmacro %}

{#
    Group the chosen nodes (unique ids) by level. Nodes of one level do not read each other. nodes: parents first. Pure.
#}
{% macro _snowflake_levels(nodes, chosen) %}
    {%- set levels, depth = [], {} -%}
    {%- for node in nodes.values() if node.unique_id in chosen -%}
        {%- set above = [-1] -%}
        {%- for parent in node.depends_on.nodes if parent in depth -%}
            {%- do above.append(depth[parent]) -%}
        {%- endfor -%}
        {%- set own = above | max + 1 -%}
        {%- do depth.update({node.unique_id: own}) -%}
        {%- if own == levels | length -%} {%- do levels.append([]) -%} {%- endif -%}
        {%- do levels[own].append(node.unique_id) -%}
    {%- endfor -%}
    {%- do return(levels) -%}
{% endmacro %}

{#
    List the views and dynamic tables on one side of the pairs whose query names an audit schema, with prod's keys.
    Leave out parked views. Reads only.
#}
{% macro _snowflake_views_naming_audit(run, side) %}
    {%- set relations, found = dbt_wap.relations_of(run["schemas"], side), [] -%}
    {%- set audits = run["schemas"] | map(attribute="audit") | list -%}
    {%- set kept = dbt_wap.parked_views(run["schemas"], side, run["run_id"] if side == "audit" else none) -%}
    {%- set bodies = dbt_wap._snowflake_texts_of_dynamic(relations | selectattr("kind", "equalto", "dynamic table")) -%}
    {%- for row in dbt_wap._snowflake_catalog(dbt_wap.locate(run["schemas"], side), "views") -%}
        {%- do bodies.update({dbt_wap._key_beside(row, row["name"]): row["body"] or ""}) -%}
    {%- endfor -%}
    {%- for relation in relations -%}
        {%- set own = dbt_wap._key_beside(relation, relation["name"]) -%}
        {%- if own not in kept and dbt_wap._snowflake_schemas_read(bodies.get(own, ""), audits) -%}
            {%- do found.append(relation) -%}
        {%- endif -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}

{# Return the texts of dynamic tables, which only SHOW has: {relation key of their own place: text}. Reads only. #}
{% macro _snowflake_texts_of_dynamic(tables) %}
    {%- set texts = {} -%}
    {%- for table in dbt_wap._snowflake_objects(dbt_wap.databases_of(tables | list), ["dynamic table"]) -%}
        {%- set own = dbt_wap.relation_key(table["database"], table["schema"], table["name"]) -%}
        {%- do texts.update({own: table["row"]["text"] or ""}) -%}
    {%- endfor -%}
    {%- do return(texts) -%}
{% endmacro %}

{# Return the shapes of all relations in a run's schemas: {relation key: {prod: shape, audit: shape}}. Reads only. #}
{% macro _snowflake_shapes(run) %}
    {%- set shapes = {} -%}
    {%- for side, seen in dbt_wap.read_catalog(run["schemas"], ["prod", "audit"], ["columns"]).items() -%}
        {%- for relation in seen["relations"] -%}
            {%- set shape = dbt_wap.shape_of(seen["columns"].get(relation["key"], [])) -%}
            {%- do shapes.setdefault(relation["key"], {}).update({side: shape}) -%}
        {%- endfor -%}
    {%- endfor -%}
    {%- do return(shapes) -%}
{% endmacro %}

{#
    Return true if a view reads a relation of the project whose columns, or their order, differ between prod and the
    candidate. Pure.
#}
{% macro _snowflake_reads_other_shapes(node, shapes) %}
    {%- for parent in node.depends_on.nodes if parent in graph.nodes and dbt_wap.is_relational(graph.nodes[parent]) -%}
        {%- set shape = shapes.get(dbt_wap.node_key(graph.nodes[parent]), {}) -%}
        {%- if shape.get("prod") != shape.get("audit") -%} {%- do return(true) -%} {%- endif -%}
    {%- endfor -%}
    {%- do return(false) -%}
{% endmacro %}

{# Return true if a query selects * anywhere. count(*) and multiplication do not count. Pure. #}
{% macro _snowflake_has_star(body) %}
    {%- set text = " " ~ dbt_wap._snowflake_tokens(body) | join(" ") ~ " " -%}
    {%- do return(modules.re.search(" (SELECT|DISTINCT|ALL|,|\\.) \\* ", text) is not none) -%}
{% endmacro %}
