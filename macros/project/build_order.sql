{# Return the project's tables and views in build order, as [node]. Pure: reads the graph. #}
{% macro build_order() %}
    {%- set left, waits, children, found = namespace(level=[]), {}, {}, [] -%}
    {%- for node in graph.nodes.values() if node.resource_type in ["model", "seed", "snapshot"] -%}
        {%- set above = node.depends_on.nodes or [] -%}
        {%- set parents = [] -%}
        {%- for parent in above if parent in graph.nodes -%}
            {%- if graph.nodes[parent].resource_type in ["model", "seed", "snapshot"] -%}
                {%- do parents.append(parent) -%}
                {%- do children.setdefault(parent, []).append(node.unique_id) -%}
            {%- endif -%}
        {%- endfor -%}
        {%- do waits.update({node.unique_id: parents | length}) -%}
        {%- if not parents -%} {%- do left.level.append(node.unique_id) -%} {%- endif -%}
    {%- endfor -%}
    {%- for _ in waits if left.level -%}
        {%- set below = [] -%}
        {%- for unique_id in left.level -%}
            {%- set node = graph.nodes[unique_id] -%}
            {%- if node.config.materialized != "ephemeral" -%} {%- do found.append(node) -%} {%- endif -%}
            {%- for child in children.get(unique_id, []) -%}
                {%- do waits.update({child: waits[child] - 1}) -%}
                {%- if waits[child] == 0 -%} {%- do below.append(child) -%} {%- endif -%}
            {%- endfor -%}
        {%- endfor -%}
        {%- set left.level = below -%}
    {%- endfor -%}
    {%- do return(found) -%}
{% endmacro %}
